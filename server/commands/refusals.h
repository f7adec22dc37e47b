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

enum { REFUSALS_PATH = 4096 };

struct refusals {
    char path[REFUSALS_PATH];
    FILE *file;
    uint64_t count;
};

/* `path` NULL: `input` with ".refused" behind it, or "standard-input.refused". False after a sentence. */
bool refusals_open(struct refusals *refusals, const char *command, const char *path, const char *input);
void refusals_add(struct refusals *refusals, uint64_t line, const char *reason);
void refusals_close(struct refusals *refusals);
