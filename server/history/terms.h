/*
 * terms - the names of works and parts that are known, and where they stand in a text
 *
 * Terms of GB/T 5624 and of the trade. What is more telling stands first: a filter's name decides over the
 * engine's that it belongs to.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "history/codes.h"

struct term {
    const char *text;
    enum work_code work;
    enum part_code part;
};

struct named {
    const struct term *term;
    const char *at; /* in the text that was searched */
    size_t length;  /* bytes */
};

enum { TERMS_MOST = 8 };

/* The terms in the text, the most telling first; how many, TERMS_MOST at most. */
size_t terms_in(const char *text, struct named found[TERMS_MOST]);
