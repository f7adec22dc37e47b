#include "commands/line_reader.h"

#include <stdlib.h>
#include <string.h>

enum { ROOM = LINE_LONGEST + 65536 };

bool line_reader_open(struct line_reader *reader, FILE *file)
{
    *reader = (struct line_reader){.file = file, .buffer = malloc(ROOM)};
    crypto_generichash_init(&reader->digest, NULL, 0, LINE_DIGEST);
    return reader->buffer != NULL;
}

void line_reader_close(struct line_reader *reader)
{
    free(reader->buffer);
    reader->buffer = NULL;
}

bool line_reader_rewind(struct line_reader *reader)
{
    FILE *file = reader->file;

    line_reader_close(reader);
    return fseek(file, 0, SEEK_SET) == 0 && line_reader_open(reader, file);
}

void line_reader_position(const struct line_reader *reader, uint64_t *bytes, uint64_t *lines,
                          uint8_t digest[LINE_DIGEST])
{
    crypto_generichash_state digested = reader->digest;

    *bytes = reader->bytes;
    *lines = reader->number;
    crypto_generichash_final(&digested, digest, LINE_DIGEST);
}

/* Moves what is left to the front and reads on; false at the end of the file. */
static bool read_more(struct line_reader *r)
{
    size_t got;

    memmove(r->buffer, r->buffer + r->begin, r->end - r->begin);
    r->end -= r->begin;
    r->begin = 0;
    got = fread(r->buffer + r->end, 1, ROOM - r->end, r->file);
    r->broken = ferror(r->file) != 0;
    r->end += got;
    return got != 0;
}

/* So many bytes are dealt with. */
static void take(struct line_reader *r, size_t taken)
{
    crypto_generichash_update(&r->digest, (const uint8_t *)r->buffer + r->begin, taken);
    r->begin += taken;
    r->bytes += taken;
}

static bool give(struct line_reader *r, size_t length, size_t taken, const char **text, size_t *given)
{
    *text = r->buffer + r->begin;
    *given = length;
    take(r, taken);
    r->number++;
    r->too_long = length > LINE_LONGEST;
    return true;
}

static void pass_over_rest(struct line_reader *r)
{
    do {
        char *end = memchr(r->buffer + r->begin, '\n', r->end - r->begin);
        size_t taken = end == NULL ? r->end - r->begin : (size_t)(end - r->buffer) + 1 - r->begin;

        take(r, taken);
        r->unfinished = end == NULL;
    } while (r->unfinished && read_more(r));
    r->unfinished = false;
}

bool line_reader_next(struct line_reader *r, const char **text, size_t *length)
{
    size_t looked = 0;

    if (r->unfinished)
        pass_over_rest(r);
    for (;;) {
        size_t there = r->end - r->begin;
        char *end = memchr(r->buffer + r->begin + looked, '\n', there - looked);

        if (end != NULL) {
            size_t found = (size_t)(end - r->buffer) - r->begin;
            return give(r, found, found + 1, text, length);
        }
        r->unfinished = there > LINE_LONGEST;
        if (r->unfinished)
            return give(r, there, there, text, length);
        looked = there;
        if (!read_more(r))
            return there != 0 && give(r, there, there, text, length);
    }
}
