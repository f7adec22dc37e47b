/*
 * amount - quantities, hours and prices as programs write them
 *
 * Pure.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* In hundredths; unknown when it could not be read. */
struct amount {
    bool known;
    int64_t hundredths;
};

/* "12,345.67" in hundredths, rounded down; false for anything else, and for what does not fit. The text is
 * folded (text.h). */
bool hundredths_parse(const char *text, int64_t *hundredths);
