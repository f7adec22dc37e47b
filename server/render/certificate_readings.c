#include "render/certificate_readings.h"

#include <stdio.h>
#include <string.h>

bool claim_falls(const struct claim_reading *readings, size_t reading)
{
    return reading > 0 && readings[reading].km < readings[reading - 1].km;
}

const char *month_text(struct date month, char text[DATE_TEXT])
{
    date_text(month, text);
    if (date_known(month))
        text[strlen("2024-03")] = '\0';
    return text;
}

const char *reading_day(const struct claim_reading *readings, size_t count, size_t reading,
                        char text[DATE_TEXT])
{
    struct date on = readings[reading].on;

    return reading + 1 == count && on.day > 1 ? date_text(on, text) : month_text(on, text);
}

const char *grouped_number(long number, char text[NUMBER_TEXT])
{
    static const char blank[] = "\u202f";
    char digits[24];
    size_t count = (size_t)snprintf(digits, sizeof(digits), "%ld", number), at = 0;

    for (size_t i = 0; i < count; i++) {
        if (i > 0 && (count - i) % 3 == 0 && digits[i - 1] != '-') {
            memcpy(text + at, blank, sizeof(blank) - 1);
            at += sizeof(blank) - 1;
        }
        text[at++] = digits[i];
    }
    text[at] = '\0';
    return text;
}
