#include "commands/import_note.h"

#include <stdio.h>
#include <stdlib.h>

#include <sodium.h>

enum { NUMBER_TEXT = 24, HASH_TEXT = 2 + HASH_BYTES * 2 + 1 };

static const char *hash_text(const uint8_t hash[HASH_BYTES], char text[HASH_TEXT])
{
    text[0] = '\\';
    text[1] = 'x';
    sodium_bin2hex(text + 2, HASH_TEXT - 2, hash, HASH_BYTES);
    return text;
}

static const char *number_text(uint64_t number, char text[NUMBER_TEXT])
{
    snprintf(text, NUMBER_TEXT, "%llu", (unsigned long long)number);
    return text;
}

static bool done(PGresult *result)
{
    bool good = result != NULL;

    PQclear(result);
    return good;
}

bool import_note_find(struct database *db, struct import_note *note, bool *found)
{
    char source[HASH_TEXT];
    PGresult *result =
        database_run(db, QUERY_IMPORT_PROGRESS_FIND, (const char *[]){hash_text(note->source.bytes, source)});

    *found = result != NULL && PQntuples(result) == 1;
    if (*found) {
        const char *digest = PQgetvalue(result, 0, 2);

        note->bytes = strtoull(PQgetvalue(result, 0, 0), NULL, 10);
        note->lines = strtoull(PQgetvalue(result, 0, 1), NULL, 10);
        note->refused = strtoull(PQgetvalue(result, 0, 3), NULL, 10);
        sodium_hex2bin(note->digest, HASH_BYTES, digest, HASH_BYTES * 2, NULL, NULL, NULL);
    }
    return done(result);
}

bool import_note_put(struct database *db, const struct import_note *note)
{
    char source[HASH_TEXT], digest[HASH_TEXT], bytes[NUMBER_TEXT], lines[NUMBER_TEXT], refused[NUMBER_TEXT];

    return done(
        database_run(db, QUERY_IMPORT_PROGRESS_NOTE,
                     (const char *[]){hash_text(note->source.bytes, source), number_text(note->bytes, bytes),
                                      number_text(note->lines, lines), hash_text(note->digest, digest),
                                      number_text(note->refused, refused)}));
}

bool import_note_forget(struct database *db, const struct import_note *note)
{
    char source[HASH_TEXT];

    return done(database_run(db, QUERY_IMPORT_PROGRESS_FORGET,
                             (const char *[]){hash_text(note->source.bytes, source)}));
}
