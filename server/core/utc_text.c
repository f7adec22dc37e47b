#include "core/utc_text.h"

#include <stdio.h>
#include <string.h>

#include "core/date.h"

enum { DAY_SECONDS = 86400, HOUR_SECONDS = 3600, MINUTE_SECONDS = 60 };

static const struct date epoch = {1970, 1, 1};
static const int64_t end_of_9999 = 253402300799;

const char *utc_text(int64_t seconds, char text[UTC_TEXT])
{
    char day[DATE_TEXT];
    int of_day;

    text[0] = '\0';
    if (seconds < 0 || seconds > end_of_9999)
        return text;
    of_day = (int)(seconds % DAY_SECONDS);
    date_text(date_plus(epoch, (long)(seconds / DAY_SECONDS)), day);
    snprintf(text, UTC_TEXT, "%.10sT%02d:%02d:%02dZ", day, of_day / HOUR_SECONDS % 24,
             of_day / MINUTE_SECONDS % 60, of_day % 60);
    return text;
}

/* Whatever is read is written again, and has to be the same. */
bool utc_parse(const char *text, int64_t *seconds)
{
    struct date day = {0};
    int hours, minutes, rest;
    char again[UTC_TEXT];
    int64_t read;

    if (strlen(text) != UTC_TEXT - 1 || !date_parse(&day, text, DATE_TEXT - 1) ||
        sscanf(text + DATE_TEXT - 1, "T%2d:%2d:%2dZ", &hours, &minutes, &rest) != 3)
        return false;
    read = (int64_t)date_days_between(epoch, day) * DAY_SECONDS + hours * HOUR_SECONDS +
           minutes * MINUTE_SECONDS + rest;
    if (strcmp(utc_text(read, again), text) != 0)
        return false;
    *seconds = read;
    return true;
}
