/*
 * refusals - the lines of a file that were not taken, and why
 *
 * Their numbers and reasons go to a file, a tab between them, never their values. The file is there
 * afterwards only if there are any.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "commands/import_note.h"

enum { REFUSALS_PATH = 4096 };

struct refusals {
    char path[REFUSALS_PATH];
    FILE *file;
    uint64_t count;
    uint64_t kept; /* of these, on the disk */
};

/*
 * `path` NULL: `input` with ".refused" behind it, or "standard-input.refused". With a note the file goes on:
 * its lines up to the noted one stay, and those of a batch that was not stored go. False after a sentence.
 */
bool refusals_open(struct refusals *refusals, const char *command, const char *path, const char *input,
                   const struct import_note *resumed);
void refusals_add(struct refusals *refusals, uint64_t line, const char *reason);
/* Puts what was added onto the disk. */
void refusals_keep(struct refusals *refusals);
void refusals_close(struct refusals *refusals);
