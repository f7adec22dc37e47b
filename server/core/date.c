#include "core/date.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum { MINUTES_A_DAY = 1440 };

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return days[month - 1] + (month == 2 && is_leap(year));
}

/* The next `count` digits as a number; -1 when they are not digits. */
static int digits(const char **at, const char *end, int count)
{
    int number = 0;

    for (int i = 0; i < count; i++, (*at)++) {
        if (*at == end || **at < '0' || **at > '9')
            return -1;
        number = number * 10 + (**at - '0');
    }
    return number;
}

static bool separator(const char **at, const char *end, char *used)
{
    if (*at == end || strchr("-/.", **at) == NULL || **at == '\0')
        return false;
    *used = *(*at)++;
    return true;
}

static bool sign(const char **at, const char *end, char wanted)
{
    if (*at == end || **at != wanted)
        return false;
    (*at)++;
    return true;
}

/* Two digits up to `most`; -1 for others. */
static int part_of(const char **at, const char *end, int most)
{
    int number = digits(at, end, 2);

    return number <= most ? number : -1;
}

static bool part(const char **at, const char *end, int most)
{
    return part_of(at, end, most) >= 0;
}

/* Nothing, Z, +08, +0800 or +08:00. */
static bool is_zone(const char *at, const char *end)
{
    if (at == end || sign(&at, end, 'Z'))
        return at == end;
    if ((!sign(&at, end, '+') && !sign(&at, end, '-')) || !part(&at, end, 14))
        return false;
    return at == end || ((sign(&at, end, ':') || true) && part(&at, end, 59) && at == end);
}

/* hh:mm, hh:mm:ss, hh:mm:ss.fff, with a zone or without; a day may end at 24:00, a minute with a leap second.
 * *minute is left alone where the zone may be another than ours. */
static bool read_time(const char *at, const char *end, int *minute)
{
    int hour = part_of(&at, end, 24), of_hour = hour >= 0 && sign(&at, end, ':') ? part_of(&at, end, 59) : -1;

    if (of_hour < 0 || (sign(&at, end, ':') && !part(&at, end, 60)))
        return false;
    if (sign(&at, end, '.'))
        while (at < end && *at >= '0' && *at <= '9')
            at++;
    sign(&at, end, ' ');
    if (at == end)
        *minute = (hour * 60 + of_hour) % MINUTES_A_DAY;
    return is_zone(at, end);
}

/* hhmm or hhmmss. */
static bool read_short_time(const char *at, const char *end, int *minute)
{
    int hour = part_of(&at, end, 24), of_hour = part_of(&at, end, 59);

    *minute = (hour * 60 + of_hour) % MINUTES_A_DAY;
    return hour >= 0 && of_hour >= 0 && (at == end || part(&at, end, 60)) && at == end;
}

bool date_parse(struct date *date, const char *text, size_t length)
{
    int minute;

    return date_parse_minute(date, &minute, text, length);
}

bool date_parse_minute(struct date *date, int *minute, const char *text, size_t length)
{
    const char *at = text, *end = text + length;
    struct date d;
    int of_day = 0;
    char first = '\0', second = '\0';

    while (at < end && *at == ' ')
        at++;
    while (end > at && end[-1] == ' ')
        end--;
    d.year = digits(&at, end, 4);
    bool separated = separator(&at, end, &first);
    d.month = digits(&at, end, 2);
    if (separated && (!separator(&at, end, &second) || first != second))
        return false;
    d.day = digits(&at, end, 2);
    if (d.year < 1 || d.month < 1 || d.month > 12 || d.day < 1 || d.day > days_in(d.year, d.month))
        return false;
    if (at < end && (*at == ' ' || *at == 'T' ? !read_time(at + 1, end, &of_day)
                                              : separated || !read_short_time(at, end, &of_day)))
        return false;
    *date = d;
    *minute = of_day;
    return true;
}

int date_compare(struct date a, struct date b)
{
    if (a.year != b.year)
        return a.year - b.year;
    return a.month != b.month ? a.month - b.month : a.day - b.day;
}

/* Days since the first of March of year 0, so that the leap day comes last. */
static long day_number(struct date date)
{
    long year = date.year - (date.month <= 2), month = (date.month + 9) % 12;

    return 365 * year + year / 4 - year / 100 + year / 400 + (month * 306 + 5) / 10 + date.day - 1;
}

long date_days_between(struct date a, struct date b)
{
    return day_number(b) - day_number(a);
}

static long days_before_year(long year)
{
    return 365 * year + year / 4 - year / 100 + year / 400;
}

struct date date_plus(struct date date, long days)
{
    long number = day_number(date) + days, year = (10000 * number + 14780) / 3652425;

    year -= number < days_before_year(year);
    long of_year = number - days_before_year(year), month = (100 * of_year + 52) / 3060;
    return (struct date){(int)(year + (month + 2) / 12), (int)((month + 2) % 12 + 1),
                         (int)(of_year - (month * 306 + 5) / 10 + 1)};
}

int date_weekday(struct date date)
{
    enum { WEEK = 7 };
    const struct date monday = {2024, 1, 1};
    long days = date_days_between(monday, date) % WEEK;

    return (int)(days < 0 ? days + WEEK : days) + 1;
}

const char *date_text(struct date date, char text[DATE_TEXT])
{
    const int parts[] = {date.year / 100, date.year % 100, date.month, date.day};
    char *end = text;

    for (int i = 0; date_known(date) && i < 4; i++) {
        if (i > 1)
            *end++ = '-';
        *end++ = (char)('0' + parts[i] / 10 % 10);
        *end++ = (char)('0' + parts[i] % 10);
    }
    *end = '\0';
    return text;
}

struct date date_today(void)
{
    time_t in_china = time(NULL) + 8 * 3600;
    struct tm day;

    gmtime_r(&in_china, &day);
    return (struct date){day.tm_year + 1900, day.tm_mon + 1, day.tm_mday};
}

enum { CHINA_SECONDS = 8 * 3600, DAY_SECONDS = 86400 };

int64_t china_day(int64_t wall_us)
{
    return (wall_us / 1000000 + CHINA_SECONDS) / DAY_SECONDS;
}

int64_t china_day_begins(int64_t day)
{
    return (day * DAY_SECONDS - CHINA_SECONDS) * 1000000;
}

static int64_t read_clock(clockid_t clock)
{
    struct timespec now;

    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t clock_monotonic(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

int64_t clock_wall(void)
{
    return read_clock(CLOCK_REALTIME) / 1000;
}
