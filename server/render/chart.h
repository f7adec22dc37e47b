/*
 * chart - where the points, the line and the ticks of the mileage chart lie
 *
 * Pure geometry, in percent of the drawing's width and height from the top left, so that the drawing may be
 * stretched to any screen while letters and marks keep their size. Distance begins at 0 km.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "core/date.h"

struct chart_reading {
    struct date on;
    long km;
    unsigned doubt; /* 0: none */
};

struct chart_point {
    double x, y;
    bool lower; /* than the one before */
};

struct chart_distance {
    double y;
    long km;
};

struct chart_day {
    double x;
    struct date on;
};

/* Where the readings lie within the drawing; below them is room for the days. */
enum { CHART_LEFT = 5, CHART_RIGHT = 97, CHART_TOP = 6, CHART_BOTTOM = 84 };

enum { CHART_MOST_TICKS = 6 };

struct chart {
    struct chart_distance distance[CHART_MOST_TICKS]; /* 0 first */
    size_t distance_count;
    struct chart_day day[CHART_MOST_TICKS];
    size_t day_count;
    bool by_year; /* the days are New Year's Days; else the first and the last day */
};

/* The least of 1, 2, 5 times a power of ten, from `least` (a power of ten) on, that covers `most` in no more
 * steps than there are ticks. */
long chart_step(long most, long least);

/*
 * Places `count` readings, oldest first and with known days, into as many `points`. A single day stands in
 * the middle. Without readings there are no ticks.
 */
void chart_plot(const struct chart_reading *readings, size_t count, struct chart *chart,
                struct chart_point *points);
