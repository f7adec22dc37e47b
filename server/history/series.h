/*
 * series - the odometer readings of a history in the order of time, and what may follow what
 *
 * Pure, no allocation. Belongs to the verdict.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/date.h"
#include "history/codes.h"

struct history;

enum { SERIES_MOST = 1000 };

struct reading {
    size_t record;            /* its place in the history */
    struct date since, until; /* it was taken between these: brought in, settled */
    long km;
    int64_t workshop;
    work_codes works;
};

/* Oldest first. */
struct series {
    struct reading reading[SERIES_MOST];
    size_t count;
};

void series_collect(const struct history *history, struct series *s);

/* K1: a little lower is how people write numbers down. */
bool reading_falls(const struct reading *before, const struct reading *after);
bool reading_same_day(const struct reading *a, const struct reading *b);

/* K5: more than a vehicle can be driven between two readings, however hard it works. */
bool reading_races(const struct reading *before, const struct reading *after);

/* Whether the series could be true when one reading is left out; s->count leaves out none. */
bool series_plausible_without(const struct series *s, size_t left_out);
