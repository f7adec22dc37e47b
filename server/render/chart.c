#include "render/chart.h"

enum { LEAST_STEP_KM = 1000 };

struct span {
    struct date first;
    long days;
    long top_km;
};

static double x_of(const struct span *span, struct date on)
{
    if (span->days == 0)
        return (CHART_LEFT + CHART_RIGHT) / 2.0;
    return CHART_LEFT + (double)(CHART_RIGHT - CHART_LEFT) * (double)date_days_between(span->first, on) /
                            (double)span->days;
}

static double y_of(const struct span *span, long km)
{
    return CHART_BOTTOM - (double)(CHART_BOTTOM - CHART_TOP) * (double)km / (double)span->top_km;
}

long chart_step(long most, long least)
{
    static const long factors[] = {1, 2, 5};

    for (long power = least;; power *= 10)
        for (size_t i = 0; i < sizeof(factors) / sizeof(factors[0]); i++)
            if (most <= factors[i] * power * (CHART_MOST_TICKS - 1))
                return factors[i] * power;
}

static void place_distances(struct chart *chart, struct span *span, long most)
{
    long step = chart_step(most, LEAST_STEP_KM), steps = most <= step ? 1 : (most + step - 1) / step;

    span->top_km = steps * step;
    chart->distance_count = 0;
    for (long km = 0; km <= span->top_km; km += step)
        chart->distance[chart->distance_count++] = (struct chart_distance){y_of(span, km), km};
}

static void place_ends(struct chart *chart, const struct span *span, struct date last)
{
    chart->by_year = false;
    chart->day_count = 0;
    chart->day[chart->day_count++] = (struct chart_day){x_of(span, span->first), span->first};
    if (span->days > 0)
        chart->day[chart->day_count++] = (struct chart_day){x_of(span, last), last};
}

/* Every New Year's Day, or every second, third... so that they fit; fewer than two say too little. */
static void place_days(struct chart *chart, const struct span *span, struct date last)
{
    int first_year = span->first.year + (span->first.month > 1 || span->first.day > 1);
    int years = last.year - first_year + 1;
    int every = (years + CHART_MOST_TICKS - 1) / CHART_MOST_TICKS;

    if (years < 2) {
        place_ends(chart, span, last);
        return;
    }
    chart->by_year = true;
    chart->day_count = 0;
    for (int year = first_year; year <= last.year; year += every) {
        struct date day = {year, 1, 1};

        chart->day[chart->day_count++] = (struct chart_day){x_of(span, day), day};
    }
}

void chart_plot(const struct chart_reading *readings, size_t count, struct chart *chart,
                struct chart_point *points)
{
    struct span span = {0};
    long most = 0;

    *chart = (struct chart){0};
    if (count == 0)
        return;
    for (size_t i = 0; i < count; i++)
        most = readings[i].km > most ? readings[i].km : most;
    span.first = readings[0].on;
    span.days = date_days_between(span.first, readings[count - 1].on);
    place_distances(chart, &span, most);
    place_days(chart, &span, readings[count - 1].on);
    for (size_t i = 0; i < count; i++)
        points[i] = (struct chart_point){x_of(&span, readings[i].on), y_of(&span, readings[i].km),
                                         i > 0 && readings[i].km < readings[i - 1].km};
}
