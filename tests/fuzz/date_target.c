/* A day that was read is one of the calendar, and writing it and reading it again changes nothing. */
#include "target.h"

#include "core/date.h"

static void must_be_of_the_calendar(struct date d)
{
    static const int most[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    MUST(d.year >= 1 && d.year <= 9999 && d.month >= 1 && d.month <= 12);
    MUST(d.day >= 1 && d.day <= most[d.month - 1]);
    MUST(d.month != 2 || d.day != 29 || (d.year % 4 == 0 && (d.year % 100 != 0 || d.year % 400 == 0)));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct date date = {-1, -1, -1}, again, first = {1, 1, 1};
    char text[DATE_TEXT], other[DATE_TEXT];

    if (!date_parse(&date, (const char *)bytes, size)) {
        MUST(date.year == -1 && date.month == -1 && date.day == -1);
        return 0;
    }
    must_be_of_the_calendar(date);
    MUST(strlen(date_text(date, text)) == DATE_TEXT - 1);
    MUST(date_parse(&again, text, strlen(text)) && date_compare(date, again) == 0);
    MUST(strcmp(text, date_text(again, other)) == 0);
    MUST((date_days_between(first, date) > 0) == (date_compare(date, first) > 0));
    MUST(date_days_between(first, date) == -date_days_between(date, first));
    return 0;
}
