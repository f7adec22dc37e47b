/*
 * chart - where the points, the line and the ticks of the mileage chart lie
 *
 * Pure geometry in the units of an SVG viewBox, origin at the top left; no allocation beyond what the caller
 * gives.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "core/date.h"

struct chart_reading {
    struct date on;
    long km;
    bool doubtful;
};

struct chart_point {
    double x, y;
    bool doubtful;
};

struct chart_tick {
    double at;
    long value; /* kilometres, or a year */
};

enum {
    CHART_WIDTH = 720,
    CHART_HEIGHT = 280,
    CHART_LEFT = 64,
    CHART_RIGHT = 24,
    CHART_TOP = 16,
    CHART_BOTTOM = 36
};
enum { CHART_TICKS = 8 };

struct chart {
    struct chart_tick distance[CHART_TICKS], year[CHART_TICKS];
    size_t distance_count, year_count;
};

/*
 * Places `count` readings, oldest first, known dates only, into `points` (as many). The line may be drawn
 * from point to point in that order. With a single reading or a single day the points stand in the middle.
 */
void chart_plot(const struct chart_reading *readings, size_t count, struct chart *chart,
                struct chart_point *points);
