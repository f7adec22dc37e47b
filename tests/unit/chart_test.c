#include "testing.h"
#include "render/chart.h"

/* Where things may lie at all, whatever was read. */
static void within_the_frame(const struct chart *chart, const struct chart_point *points, size_t count)
{
    assert_in_range(chart->distance_count, 2, CHART_MOST_TICKS);
    assert_int_equal(chart->distance[0].km, 0);
    assert_true(chart->distance[0].y == CHART_BOTTOM);
    assert_true(chart->distance[chart->distance_count - 1].y == CHART_TOP);
    assert_in_range(chart->day_count, 1, CHART_MOST_TICKS);
    for (size_t i = 0; i < chart->day_count; i++)
        assert_true(chart->day[i].x >= CHART_LEFT && chart->day[i].x <= CHART_RIGHT);
    for (size_t i = 0; i < count; i++) {
        assert_true(points[i].x >= CHART_LEFT && points[i].x <= CHART_RIGHT);
        assert_true(points[i].y >= CHART_TOP && points[i].y <= CHART_BOTTOM);
        assert_true(i == 0 || points[i].x >= points[i - 1].x);
    }
}

static const struct {
    const char *name;
    struct chart_reading readings[4];
    size_t count;
    long top_km;
    size_t day_count;
    bool by_year;
} charts[] = {
    {"one reading",             {{{2024, 5, 1}, 12345, false}},                             1, 15000,   1, false},
    {"one at nothing",          {{{2024, 5, 1}, 0, false}},                                 1, 1000,    1, false},
    {"two on one day",          {{{2024, 5, 1}, 100, false}, {{2024, 5, 1}, 200, false}},   2, 1000,    1, false},
    {"within a year",           {{{2024, 2, 1}, 100, false}, {{2024, 11, 1}, 9000, false}}, 2, 10000,   2, false},
    {"over one New Year's Day",
     {{{2023, 2, 1}, 100, false}, {{2024, 11, 1}, 9000, false}},
     2,                                                                                        10000,
     2,                                                                                                    false},
    {"over two of them",        {{{2022, 2, 1}, 100, false}, {{2024, 11, 1}, 9000, false}}, 2, 10000,   2, true },
    {"begins at one",           {{{2022, 1, 1}, 100, false}, {{2024, 1, 1}, 50000, false}}, 2, 50000,   3, true },
    {"thirty years",            {{{1995, 6, 1}, 5, false}, {{2025, 6, 1}, 999999, false}},  2, 1000000, 6, true },
    {"just over a step",        {{{2024, 5, 1}, 5001, false}},                              1, 6000,    1, false},
};

static void every_chart_fits_its_frame(void **unused)
{
    struct chart chart;
    struct chart_point points[4];

    (void)unused;
    for (size_t i = 0; i < COUNT(charts); i++) {
        chart_plot(charts[i].readings, charts[i].count, &chart, points);
        within_the_frame(&chart, points, charts[i].count);
        if (chart.distance[chart.distance_count - 1].km != charts[i].top_km ||
            chart.day_count != charts[i].day_count || chart.by_year != charts[i].by_year)
            fail_msg("%s: up to %ld km, %zu days, by year %d", charts[i].name,
                     chart.distance[chart.distance_count - 1].km, chart.day_count, chart.by_year);
    }
}

static void a_lower_reading_is_told(void **unused)
{
    const struct chart_reading readings[] = {
        {{2020, 1, 1}, 50000, false},
        {{2021, 1, 1}, 20000, true },
        {{2022, 1, 1}, 60000, false}
    };
    struct chart chart;
    struct chart_point points[3];

    (void)unused;
    chart_plot(readings, 3, &chart, points);
    assert_false(points[0].lower);
    assert_true(points[1].lower);
    assert_false(points[2].lower);
    assert_true(points[1].y > points[0].y && points[2].y < points[0].y);
    assert_true(points[0].x == CHART_LEFT && points[2].x == CHART_RIGHT);
}

static void without_readings_there_is_nothing(void **unused)
{
    struct chart chart;

    (void)unused;
    chart_plot(NULL, 0, &chart, NULL);
    assert_int_equal(chart.distance_count, 0);
    assert_int_equal(chart.day_count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_chart_fits_its_frame),
        cmocka_unit_test(a_lower_reading_is_told),
        cmocka_unit_test(without_readings_there_is_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
