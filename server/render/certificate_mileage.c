#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "certificate/claim_series.h"
#include "render/certificate_parts.h"
#include "render/certificate_readings.h"
#include "render/chart.h"

enum { TABLE_READINGS_MOST = 96, TABLE_COLUMNS = 4, TABLE_ROWS_LEAST = 2, MANY_READINGS = 60 };

static const double row_height = 11.6;

static double chart_height(const struct certificate_drawing *d)
{
    return d->dense == DENSEST ? 72 : 118;
}

static double chart_x(double percent)
{
    return SHEET_LEFT + SHEET_ROOM * percent / 100;
}

static double chart_y(const struct certificate_drawing *d, double percent)
{
    return d->sheet.y + chart_height(d) * percent / 100;
}

static void draw_distances(struct certificate_drawing *d, const struct chart *chart)
{
    const double left = chart_x(CHART_LEFT);
    char text[NUMBER_TEXT];

    for (size_t i = 0; i < chart->distance_count; i++) {
        double y = chart_y(d, chart->distance[i].y);

        sheet_rule(&d->sheet, left, y, chart_x(CHART_RIGHT + 2) - left, i == 0 ? INK_SOFT : INK_LINE, 0.5);
        sheet_write(&d->sheet, SHEET_NEUTRAL, SHEET_SMALL,
                    (struct sheet_place){left - 44, y - 5, 40, SHEET_AT_RIGHT},
                    grouped_number(chart->distance[i].km, text));
    }
}

static void draw_days(struct certificate_drawing *d, const struct chart *chart)
{
    for (size_t i = 0; i < chart->day_count; i++) {
        const struct chart_day *day = &chart->day[i];
        double x = chart_x(day->x), y = chart_y(d, CHART_BOTTOM);
        char text[DATE_TEXT];

        sheet_fill(&d->sheet, x - 0.25, y, 0.5, 3, INK_SOFT);
        month_text(day->on, text);
        if (chart->by_year)
            text[4] = '\0';
        sheet_write(&d->sheet, SHEET_NEUTRAL, SHEET_SMALL,
                    (struct sheet_place){x - 30, y + 4, 60, SHEET_CENTRED}, text);
    }
}

static void draw_lines(struct certificate_drawing *d, const struct chart_point *points, size_t count)
{
    cairo_t *cairo = d->sheet.cairo;

    cairo_set_line_width(cairo, 1.1);
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
    for (int falling = 0; falling < 2; falling++) {
        sheet_ink(&d->sheet, falling ? INK_BAD : INK_ACCENT);
        for (size_t i = 1; i < count; i++)
            if (points[i].lower == (falling == 1)) {
                cairo_move_to(cairo, chart_x(points[i - 1].x), chart_y(d, points[i - 1].y));
                cairo_line_to(cairo, chart_x(points[i].x), chart_y(d, points[i].y));
            }
        cairo_stroke(cairo);
    }
}

/* Points upside down where a reading is lower, so that it shows without colour as well. */
static void draw_fall(struct sheet *sheet, double x, double y, double size)
{
    if (!sheet->draws)
        return;
    sheet_ink(sheet, INK_BAD);
    cairo_move_to(sheet->cairo, x - size, y - size * 0.8);
    cairo_line_to(sheet->cairo, x + size, y - size * 0.8);
    cairo_line_to(sheet->cairo, x, y + size);
    cairo_close_path(sheet->cairo);
    cairo_fill(sheet->cairo);
}

static void draw_points(struct certificate_drawing *d, const struct chart_point *points, size_t count)
{
    const double size = count > MANY_READINGS ? 0.9 : 1.9;

    sheet_ink(&d->sheet, INK_ACCENT);
    for (size_t i = 0; i < count; i++)
        if (!points[i].lower) {
            cairo_new_sub_path(d->sheet.cairo);
            cairo_arc(d->sheet.cairo, chart_x(points[i].x), chart_y(d, points[i].y), size, 0, 2 * M_PI);
        }
    cairo_fill(d->sheet.cairo);
    for (size_t i = 0; i < count; i++)
        if (points[i].lower)
            draw_fall(&d->sheet, chart_x(points[i].x), chart_y(d, points[i].y), size + 1.4);
}

static void draw_chart(struct certificate_drawing *d)
{
    size_t count = d->claims->reading_count;
    struct chart_reading *readings = calloc(count, sizeof(*readings));
    struct chart_point *points = calloc(count, sizeof(*points));
    struct chart chart;

    if (readings != NULL && points != NULL) {
        for (size_t i = 0; i < count; i++)
            readings[i] = (struct chart_reading){d->claims->readings[i].on, d->claims->readings[i].km, 0};
        chart_plot(readings, count, &chart, points);
        draw_distances(d, &chart);
        draw_days(d, &chart);
        draw_lines(d, points, count);
        draw_points(d, points, count);
    }
    free(readings);
    free(points);
}

/* The triangle and what it means, in each half. */
static void put_legend(struct certificate_drawing *d)
{
    const double indent = 10, y = d->sheet.y;
    double other_x = SHEET_RIGHT_HALF + (d->sheet.from_right ? 0 : indent);

    draw_fall(&d->sheet, SHEET_LEFT + 4, y + 4.6, 2.6);
    draw_fall(&d->sheet, SHEET_RIGHT_HALF + (d->sheet.from_right ? SHEET_HALF - 4 : 4), y + 4.6, 2.6);
    sheet_write(&d->sheet, SHEET_CHINESE, SHEET_SMALL,
                (struct sheet_place){SHEET_LEFT + indent, y, SHEET_HALF - indent, SHEET_AT_START},
                words_in(d, SHEET_CHINESE, "readings", "lower"));
    d->sheet.y += sheet_write(&d->sheet, SHEET_OTHER, SHEET_SMALL,
                              (struct sheet_place){other_x, y, SHEET_HALF - indent, SHEET_AT_START},
                              words_in(d, SHEET_OTHER, "readings", "lower"));
}

static bool any_falls(const struct claims *claims)
{
    for (size_t i = 1; i < claims->reading_count; i++)
        if (claim_falls(claims->readings, i))
            return true;
    return false;
}

void put_chart(struct certificate_drawing *d)
{
    write_heading(d, "chart", d->claims->reading_count == 0 ? 20 : chart_height(d) + 20);
    if (d->claims->reading_count == 0) {
        write_both(d, SHEET_TEXT, "readings", "none", NULL, 0);
        return;
    }
    if (d->sheet.draws)
        draw_chart(d);
    d->sheet.y += chart_height(d) - 3;
    if (any_falls(d->claims))
        put_legend(d);
}

static const double column_gap = 16;

/* What is listed, column by column. */
struct table {
    struct claim_reading readings[TABLE_READINGS_MOST];
    size_t count, rows;
};

static double column_width(void)
{
    return (SHEET_ROOM - (TABLE_COLUMNS - 1) * column_gap) / TABLE_COLUMNS;
}

static void put_reading(struct certificate_drawing *d, const struct table *table, size_t reading)
{
    bool falls = claim_falls(table->readings, reading);
    size_t column = reading / table->rows, row = reading % table->rows;
    double width = column_width(), x = SHEET_LEFT + (double)column * (width + column_gap);
    double y = d->sheet.y + (double)row * row_height;
    char day[DATE_TEXT], km[NUMBER_TEXT];

    sheet_write(&d->sheet, SHEET_NEUTRAL, SHEET_TEXT, (struct sheet_place){x, y, width / 2, SHEET_AT_LEFT},
                reading_day(table->readings, table->count, reading, day));
    sheet_write(&d->sheet, SHEET_NEUTRAL, falls ? SHEET_ALERT : SHEET_TEXT,
                (struct sheet_place){x + width / 2, y, width / 2, SHEET_AT_RIGHT},
                grouped_number(table->readings[reading].km, km));
    if (falls)
        draw_fall(&d->sheet, x + width / 2 + 4, y + 5.8, 2.4);
    sheet_rule(&d->sheet, x, y + row_height, width, INK_LINE, 0.4);
}

static void put_column_heads(struct certificate_drawing *d, size_t columns)
{
    const double width = column_width(), label = 24;

    for (size_t column = 0; column < columns; column++) {
        double x = SHEET_LEFT + (double)column * (width + column_gap);

        sheet_write(&d->sheet, SHEET_CHINESE, SHEET_SMALL,
                    (struct sheet_place){x, d->sheet.y, label, SHEET_AT_LEFT},
                    words_in(d, SHEET_CHINESE, "label", "month"));
        sheet_write(&d->sheet, SHEET_OTHER, SHEET_SMALL,
                    (struct sheet_place){x + label, d->sheet.y, width - 2 * label, SHEET_AT_LEFT},
                    words_in(d, SHEET_OTHER, "label", "month"));
        sheet_write(&d->sheet, SHEET_NEUTRAL, SHEET_SMALL,
                    (struct sheet_place){x + width - label, d->sheet.y, label, SHEET_AT_RIGHT}, "km");
    }
    d->sheet.y += sheet_leading(SHEET_SMALL) + 1;
}

static struct table table_of(const struct certificate_drawing *d)
{
    static const size_t most[DENSEST + 1] = {TABLE_READINGS_MOST, 64, 32, 12};
    struct table table;

    table.count =
        claim_series_shorten(d->claims->readings, d->claims->reading_count, most[d->dense], table.readings);
    table.rows = (table.count + TABLE_COLUMNS - 1) / TABLE_COLUMNS;
    table.rows = table.rows < TABLE_ROWS_LEAST ? TABLE_ROWS_LEAST : table.rows;
    return table;
}

void put_readings(struct certificate_drawing *d)
{
    struct table table = table_of(d);
    char shown[NUMBER_TEXT], all[NUMBER_TEXT];
    const struct certificate_filling of[] = {
        {"shown", grouped_number((long)table.count,                shown)},
        {"all",   grouped_number((long)d->claims->readings_in_all, all)  },
    };

    if (table.count == 0)
        return;
    write_heading(d, "readings", (double)table.rows * row_height + 60);
    if (table.count < d->claims->readings_in_all)
        write_both(d, SHEET_TEXT, "readings", "shortened", of, 2);
    write_both(d, SHEET_TEXT, "readings", "precision", NULL, 0);
    d->sheet.y += 3;
    put_column_heads(d, (table.count + table.rows - 1) / table.rows);
    for (size_t i = 0; i < table.count && d->sheet.draws; i++)
        put_reading(d, &table, i);
    d->sheet.y += (double)(table.count < table.rows ? table.count : table.rows) * row_height;
}
