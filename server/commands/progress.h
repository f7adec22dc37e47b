/*
 * progress - how far a long command is: a bar where somebody watches, else a line every few seconds
 *
 * On standard error. Pure text: nothing of what is read is shown.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct progress {
    bool watched;   /* standard error is a terminal */
    uint64_t total; /* bytes; 0: unknown */
    uint64_t done, lines;
    uint64_t passed, passed_lines; /* bytes and lines among them that an earlier run has dealt with */
    int64_t began, shown;          /* monotonic nanoseconds */
};

/* The total is the size of `file` when that is a regular one. */
void progress_begin(struct progress *progress, FILE *file);
/* `bytes` more have been read, `lines` more dealt with; shows it when it is time to. */
void progress_move(struct progress *progress, uint64_t bytes, uint64_t lines);
/* All that was read so far was dealt with before: the rate counts from here. */
void progress_pass(struct progress *progress);
/* It is read once more from its start. */
void progress_restart(struct progress *progress);
/* Takes the bar away. */
void progress_end(struct progress *progress);

double progress_seconds(const struct progress *progress);
