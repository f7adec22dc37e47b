/*
 * workdays - China's working days, by the State Council's yearly notices
 *
 * The notices are the table holidays.csv beside this file: holidays, and weekend days that make up for them.
 * A year without a notice is counted Monday to Friday, and whoever asks is told that it was. Pure.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "core/date.h"

/* One line of a notice: days off, or a weekend day on which people work. */
struct special_days {
    struct date first, last;
    bool worked;
};
extern const struct special_days special_days[];
extern const size_t special_days_count;

/* Whether there is a notice for this year. */
bool workdays_announced(int year);

bool is_workday(struct date day);

/* The last of the `count` working days that follow `day`, which must be known. *announced, unless NULL, is
 * false when that needed a year without a notice. */
struct date workdays_after(struct date day, int count, bool *announced);
