/*
 * bars - where the bars and the ticks of a chart of counts lie
 *
 * Pure geometry in the frame of chart.h, but further to the right, so that the numbers of the ticks have
 * room: percent from the top left. Bars stand on 0 beside one another.
 */
#pragma once

#include "render/chart.h"

enum { BARS_LEFT = 14 };

struct bar {
    double x, y, width, height;
};

struct bars_tick {
    double y;
    long count;
};

struct bars {
    struct bars_tick tick[CHART_MOST_TICKS]; /* 0 first */
    size_t tick_count;
};

/* `count` bars for as many counts; one of nothing has no height. */
void bars_place(const long *counts, size_t count, struct bars *bars, struct bar *bar);
