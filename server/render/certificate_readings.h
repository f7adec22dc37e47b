/* certificate_readings - how readings, months and numbers look on the certificate's paper. Pure. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "certificate/claims.h"

/* Lower than the one before it. */
bool claim_falls(const struct claim_reading *readings, size_t reading);

/* "2024-03", and the last one "2024-03-15" where its day is told. */
const char *reading_day(const struct claim_reading *readings, size_t count, size_t reading,
                        char text[DATE_TEXT]);

/* "2024-03"; "" for an unknown one. */
const char *month_text(struct date month, char text[DATE_TEXT]);

/* "128 400", with narrow blanks that do not break. */
enum { NUMBER_TEXT = 48 };
const char *grouped_number(long number, char text[NUMBER_TEXT]);
