/*
 * elements - a body that is a JSON array, one element at a time
 *
 * Cut at its commas and not parsed, so that each element is read, refused and kept by itself, as a line is.
 */
#pragma once

#include <stdbool.h>

#include <h2o/memory.h>

/* What is still to be cut; `at` is NULL when there is nothing. */
struct elements {
    const char *at, *end;
};

/* False for what does not stand between the brackets of an array. */
bool elements_begin(h2o_iovec_t text, struct elements *elements);

/* The next one, without the blanks around it; empty where nothing stands between two commas. False at the
 * end. */
bool elements_next(struct elements *elements, h2o_iovec_t *element);
