/* certificate_readings - which odometer readings a short table shows, and how numbers and months look. Pure. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "certificate/claims.h"

/* Lower than the one before it. */
bool reading_falls(const struct claims *claims, size_t reading);

/*
 * At most `most` readings (2 or more) by their places, in order: the first and the last, then both of every
 * fall (falls evenly chosen where they are too many), then others evenly chosen.
 */
size_t readings_chosen(const struct claims *claims, size_t most, size_t *chosen);

/* "2024-03", and the last one "2024-03-15" where its day is told. */
const char *reading_day(const struct claims *claims, size_t reading, char text[DATE_TEXT]);

/* "128 400", with narrow blanks that do not break. */
enum { NUMBER_TEXT = 48 };
const char *grouped_number(long number, char text[NUMBER_TEXT]);

/* "2024-03"; "" for an unknown one. */
const char *month_text(struct date month, char text[DATE_TEXT]);
