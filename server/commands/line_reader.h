/* line_reader - the lines of a file, none longer than it may be */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { LINE_LONGEST = 1 << 20 };

struct line_reader {
    FILE *file;
    char *buffer;
    size_t begin, end; /* what is in it and not yet given out */
    uint64_t number;   /* of the line given out last, from 1 */
    uint64_t bytes;    /* given out so far */
    bool too_long;     /* this line was; its text is cut off */
    bool unfinished;   /* and the rest of it is still to be passed over */
    bool broken;       /* reading failed */
};

bool line_reader_open(struct line_reader *reader, FILE *file);
void line_reader_close(struct line_reader *reader);

/* The next line without its end, valid until the next call; false after the last. */
bool line_reader_next(struct line_reader *reader, const char **text, size_t *length);
