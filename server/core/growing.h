/*
 * growing - bytes of unknown number that a library hands out piece by piece, gathered in memory of malloc()
 *
 * {0} is empty. Whoever has it frees `bytes`.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct growing {
    char *bytes;
    size_t length, room;
};

/* False when memory is short; what was gathered stays. */
bool growing_add(struct growing *growing, const void *bytes, size_t length);
