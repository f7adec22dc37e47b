#include <stdlib.h>

#include <h2o.h>

#include "render/chart.h"
#include "render/vehicle_parts.h"

enum { MANY_READINGS = 40 };

static int by_day(const void *a, const void *b)
{
    const struct chart_reading *one = a, *other = b;
    int order = date_compare(one->on, other->on);

    /* Within a day the lower first: nobody can say in which order they were taken. */
    return order != 0 ? order : (one->km > other->km) - (one->km < other->km);
}

/* Oldest first; what has no day or no odometer cannot be drawn. */
static size_t collect(const struct page *page, const struct view *view, struct chart_reading **readings)
{
    size_t count = 0;

    *readings = h2o_mem_alloc_pool(page->pool, sizeof(**readings) * (view->count + 1));
    for (size_t i = 0; i < view->count; i++) {
        const struct view_record *r = &view->records[i];

        if (r->odometer_km >= 0 && date_known(r->settled_on))
            (*readings)[count++] = (struct chart_reading){r->settled_on, r->odometer_km, r->doubt};
    }
    if (count > 0)
        qsort(*readings, count, sizeof(**readings), by_day);
    return count;
}

static void give_percent(const struct page *page, json_t *model, const char *name, double percent)
{
    give_text(model, name, page_text(page, "%.2f%%", percent));
}

static void give_distances(const struct page *page, json_t *part, const struct chart *chart)
{
    json_t *distances = give_list(part, "distances");

    for (size_t i = 0; i < chart->distance_count; i++) {
        json_t *tick = add_item(distances);

        give_percent(page, tick, "y", chart->distance[i].y);
        give_text(tick, "km", number_words(page, chart->distance[i].km));
        give_flag(tick, "base", i == 0);
    }
}

static void give_days(const struct page *page, json_t *part, const struct chart *chart)
{
    json_t *days = give_list(part, "days");

    for (size_t i = 0; i < chart->day_count; i++) {
        const struct chart_day *day = &chart->day[i];
        json_t *tick = add_item(days);

        give_percent(page, tick, "x", day->x);
        give_text(tick, "day",
                  chart->by_year ? page_text(page, "%d", day->on.year)
                                 : page_text(page, "%d-%02d", day->on.year, day->on.month));
        give_flag(tick, "at_start", !chart->by_year && chart->day_count > 1 && i == 0);
        give_flag(tick, "at_end", !chart->by_year && i == 1);
    }
}

static void give_line(const struct page *page, json_t *part, const struct chart_point *points, size_t count)
{
    json_t *lines = give_list(part, "lines");

    for (size_t i = 1; i < count; i++) {
        json_t *line = add_item(lines);

        give_percent(page, line, "from_x", points[i - 1].x);
        give_percent(page, line, "from_y", points[i - 1].y);
        give_percent(page, line, "to_x", points[i].x);
        give_percent(page, line, "to_y", points[i].y);
        give_flag(line, "lower", points[i].lower);
    }
}

static void give_points(const struct page *page, json_t *part, const struct chart_reading *readings,
                        const struct chart_point *points, size_t count)
{
    json_t *marks = give_list(part, "points");

    for (size_t i = 0; i < count; i++) {
        json_t *mark = add_item(marks);

        give_percent(page, mark, "x", points[i].x);
        give_percent(page, mark, "y", points[i].y);
        give_text(mark, "on", date_words(page, readings[i].on));
        give_text(mark, "km", number_words(page, readings[i].km));
        give_text(mark, "doubt", doubt_words(page, readings[i].doubt));
    }
}

static void give_chart(const struct page *page, json_t *model, const struct chart_reading *readings,
                       size_t count)
{
    struct chart_point *points = h2o_mem_alloc_pool(page->pool, sizeof(*points) * count);
    struct chart chart;
    json_t *part = give_part(model, "chart");

    chart_plot(readings, count, &chart, points);
    give_distances(page, part, &chart);
    give_days(page, part, &chart);
    give_line(page, part, points, count);
    give_points(page, part, readings, points, count);
    give_flag(part, "many", count > MANY_READINGS);
    give_text(part, "first_on", month_words(page, readings[0].on));
    give_text(part, "first_km", number_words(page, readings[0].km));
    give_text(part, "last_on", month_words(page, readings[count - 1].on));
    give_text(part, "last_km", number_words(page, readings[count - 1].km));
    give_flag(part, "single", count == 1);
}

/* Newest first, as the records are. */
static void give_readings(const struct page *page, json_t *model, const struct chart_reading *readings,
                          size_t count)
{
    json_t *list = give_list(model, "readings");
    bool doubtful = false;

    for (size_t i = count; i-- > 0;) {
        json_t *reading = add_item(list);

        give_text(reading, "on", date_words(page, readings[i].on));
        give_text(reading, "km", number_words(page, readings[i].km));
        give_text(reading, "doubt", doubt_words(page, readings[i].doubt));
        doubtful = doubtful || readings[i].doubt > 0;
    }
    give_flag(model, "some_doubtful", doubtful);
}

void give_mileage(const struct page *page, json_t *model, const struct view *view)
{
    struct chart_reading *readings;
    size_t count = collect(page, view, &readings);

    give_readings(page, model, readings, count);
    if (count > 0)
        give_chart(page, model, readings, count);
}
