/* line_reader - the lines of a file, none longer than it may be */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <sodium.h>

enum { LINE_LONGEST = 1 << 20 };

struct line_reader {
    FILE *file;
    char *buffer;
    size_t begin, end;               /* what is in it and not yet given out */
    uint64_t number;                 /* of the line given out last, from 1 */
    uint64_t bytes;                  /* given out so far */
    bool too_long;                   /* this line was; its text is cut off */
    bool unfinished;                 /* and the rest of it is still to be passed over */
    bool broken;                     /* reading failed */
    crypto_generichash_state digest; /* of the bytes given out so far */
};

bool line_reader_open(struct line_reader *reader, FILE *file);
void line_reader_close(struct line_reader *reader);

/* Begins again at the start of a file that can be read twice. */
bool line_reader_rewind(struct line_reader *reader);

/* Where the last line ended, and the BLAKE2b of everything up to there. */
enum { LINE_DIGEST = 32 };
void line_reader_position(const struct line_reader *reader, uint64_t *bytes, uint64_t *lines,
                          uint8_t digest[LINE_DIGEST]);

/* The next line without its end, valid until the next call; false after the last. */
bool line_reader_next(struct line_reader *reader, const char **text, size_t *length);
