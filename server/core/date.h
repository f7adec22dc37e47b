/*
 * date - calendar days, and the moment now
 *
 * Pure but for date_today() and the clocks.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A day of the Gregorian calendar; year 0 means that none is on file. */
struct date {
    int year, month, day;
};

static inline bool date_known(struct date date)
{
    return date.year != 0;
}

/*
 * Reads yyyyMMdd, yyyy-MM-dd, yyyy/MM/dd and yyyy.MM.dd, with or without a time of day behind a blank or T;
 * yyyyMMdd also with hhmm or hhmmss right behind it. False, and *date untouched, for anything that is not a
 * day of the calendar.
 */
bool date_parse(struct date *date, const char *text, size_t length);

/* Likewise with the minute of the day; 0 where no time is said, or one that may be of another zone. */
bool date_parse_minute(struct date *date, int *minute, const char *text, size_t length);

/* <0, 0, >0 like strcmp; an unknown day comes before all others. */
int date_compare(struct date a, struct date b);

/* Whole days from a to b; both must be known. */
long date_days_between(struct date a, struct date b);

/* So many days later, or earlier when there are fewer than none; the day must be known. */
struct date date_plus(struct date date, long days);

/* 1 Monday to 7 Sunday; the day must be known. */
int date_weekday(struct date date);

/* "2024-03-15"; "" for an unknown day. */
enum { DATE_TEXT = 11 };
const char *date_text(struct date date, char text[DATE_TEXT]);

/* The day it is in China (UTC+8), whatever the machine's zone. */
struct date date_today(void);

/* Days since 1970 in China at this moment of the wall clock; and the first moment of such a day. In
 * microseconds. */
int64_t china_day(int64_t wall_us);
int64_t china_day_begins(int64_t day);

/* Nanoseconds of CLOCK_MONOTONIC: for every lease, deadline and limit. */
int64_t clock_monotonic(void);

/* Microseconds since 1970 of the wall clock: for what people read and for signatures. */
int64_t clock_wall(void);
