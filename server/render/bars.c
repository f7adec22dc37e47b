#include "render/bars.h"

/* The part of its room that a bar fills. */
#define FILLED 0.7

void bars_place(const long *counts, size_t count, struct bars *bars, struct bar *bar)
{
    double room = (double)(CHART_RIGHT - BARS_LEFT) / (double)(count == 0 ? 1 : count);
    double height = CHART_BOTTOM - CHART_TOP;
    long most = 0;

    for (size_t i = 0; i < count; i++)
        most = counts[i] > most ? counts[i] : most;
    long step = chart_step(most, 1), top = most <= step ? step : (most + step - 1) / step * step;
    *bars = (struct bars){0};
    for (long at = 0; at <= top; at += step)
        bars->tick[bars->tick_count++] =
            (struct bars_tick){CHART_BOTTOM - height * (double)at / (double)top, at};
    for (size_t i = 0; i < count; i++) {
        double share = height * (double)counts[i] / (double)top;

        bar[i] = (struct bar){BARS_LEFT + room * ((double)i + (1 - FILLED) / 2), CHART_BOTTOM - share,
                              room * FILLED, share};
    }
}
