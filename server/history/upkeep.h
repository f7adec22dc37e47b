/*
 * upkeep - how regularly a vehicle is serviced, when the next service would be due, and where nothing is on
 * file
 *
 * Estimates from the vehicle's own habit, not from its maker's plan; the words on the page say so. Pure, no
 * allocation.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "core/date.h"

struct history;
struct verdict;

/* Oil changes and routine maintenance; `known` only where at least three of them and a sound odometer allow
 * it. */
struct upkeep {
    bool known;
    unsigned services;               /* that it rests on, the latest */
    long interval_km, interval_days; /* the middle one of what lies between them */
    long km_a_year;                  /* over the same time */
    struct date last_on, next_on;
    long last_km, next_km;
    bool past; /* next_on has gone by without a record */
};

struct upkeep upkeep_estimate(const struct history *history, const struct verdict *verdict,
                              struct date today);

/* A long time without a record. That is all it says: nobody knows whether nothing was done. */
struct gap {
    struct date from, to; /* the records around it, or the beginning of collection, or today */
    bool until_today;
};

enum { GAPS_MOST = 5, GAP_DAYS = 548 };

/* The latest first; how many there are. Without any record there is none: the page says that in other words.
 */
size_t gaps_find(const struct history *history, struct date today, struct gap gaps[GAPS_MOST]);
