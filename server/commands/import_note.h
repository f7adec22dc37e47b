/*
 * import_note - how far the import of a file has come, in the table import_progress
 *
 * A file is known by a keyed hash of its first line, and that it is the same by a digest of all that was read
 * of it. The note moves in the transaction that stores what is behind it.
 */
#pragma once

#include "commands/database.h"
#include "core/seal.h"

struct import_note {
    struct keyed_hash source;
    uint64_t bytes, lines;
    uint8_t digest[HASH_BYTES];
    uint64_t refused; /* of these lines */
};

/* Fills in the note of note->source; *found says whether there is one. False when it cannot be read. */
bool import_note_find(struct database *database, struct import_note *note, bool *found);
bool import_note_put(struct database *database, const struct import_note *note);
bool import_note_forget(struct database *database, const struct import_note *note);
