#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <qrencode.h>

#include "render/certificate_parts.h"
#include "render/certificate_readings.h"

/*
 * The code: modules of whole dots of a printer with 300 to the inch, 35 mm at least in all, with the quiet
 * zone of four modules around them.
 */
static const double dot = 72.0 / 300, code_least = 35 / 25.4 * 72;
enum { QUIET_MODULES = 4, CODE_VERSION_MOST = 15 };

static const double code_room = 136; /* the column in which it stands */

static double whole_dots(double place)
{
    return ceil(place / dot) * dot;
}

static void draw_modules(struct sheet *sheet, const QRcode *code, double x, double y, double module)
{
    sheet_ink(sheet, INK_TEXT);
    cairo_set_source_rgb(sheet->cairo, 0, 0, 0);
    for (int row = 0; row < code->width; row++)
        for (int column = 0; column < code->width; column++) {
            int length = 0;

            while (column + length < code->width && (code->data[row * code->width + column + length] & 1))
                length++;
            if (length > 0)
                cairo_rectangle(sheet->cairo, x + column * module, y + row * module, length * module, module);
            column += length;
        }
    cairo_fill(sheet->cairo);
}

/* Gives where it ends below; 0 when it cannot be drawn. */
static double put_code(struct certificate_drawing *d, double top)
{
    QRcode *code = QRcode_encodeString(d->paper->code, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
    double module, side, x, y;

    if (code == NULL || code->version > CODE_VERSION_MOST) {
        QRcode_free(code);
        return 0;
    }
    module = whole_dots(code_least / code->width);
    side = module * code->width;
    x = whole_dots(SHEET_LEFT + SHEET_ROOM - (code_room + side) / 2);
    y = whole_dots(top + QUIET_MODULES * module);
    if (d->sheet.draws)
        draw_modules(&d->sheet, code, x, y, module);
    QRcode_free(code);
    return y + side + QUIET_MODULES * module;
}

/* What to do with the code, and its two ways besides: where to go and what to type. */
static double put_caption(struct certificate_drawing *d, double y)
{
    struct sheet_place place = {SHEET_LEFT + SHEET_ROOM - code_room, y, code_room, SHEET_CENTRED};

    place.y += sheet_write(&d->sheet, SHEET_CHINESE, SHEET_HEADING, place,
                           words_in(d, SHEET_CHINESE, "paper", "scan"));
    place.y +=
        sheet_write(&d->sheet, SHEET_OTHER, SHEET_HEADING, place, words_in(d, SHEET_OTHER, "paper", "scan"));
    place.y += sheet_write(&d->sheet, SHEET_NEUTRAL, SHEET_SMALL, place, d->paper->address);
    place.y += sheet_write(&d->sheet, SHEET_NEUTRAL, SHEET_SMALL, place, d->number);
    return place.y;
}

/* The site's mark: 32 units wide. */
static void put_mark(struct sheet *sheet, double x, double y, double side)
{
    cairo_t *c = sheet->cairo;

    if (!sheet->draws)
        return;
    cairo_save(c);
    cairo_translate(c, x, y);
    cairo_scale(c, side / 32, side / 32);
    sheet_ink(sheet, INK_ACCENT);
    cairo_arc(c, 25, 7, 7, -M_PI / 2, 0);
    cairo_arc(c, 25, 25, 7, 0, M_PI / 2);
    cairo_arc(c, 7, 25, 7, M_PI / 2, M_PI);
    cairo_arc(c, 7, 7, 7, M_PI, 1.5 * M_PI);
    cairo_fill(c);
    cairo_set_source_rgb(c, 1, 1, 1);
    cairo_set_fill_rule(c, CAIRO_FILL_RULE_EVEN_ODD);
    cairo_move_to(c, 6, 20);
    cairo_line_to(c, 6, 16);
    cairo_line_to(c, 9, 10);
    cairo_line_to(c, 23, 10);
    cairo_line_to(c, 26, 16);
    cairo_line_to(c, 26, 20);
    cairo_line_to(c, 23, 20);
    cairo_arc(c, 20, 20, 3, 0, M_PI);
    cairo_line_to(c, 15, 20);
    cairo_arc(c, 12, 20, 3, 0, M_PI);
    cairo_close_path(c);
    cairo_move_to(c, 10, 12);
    cairo_line_to(c, 8, 16);
    cairo_line_to(c, 24, 16);
    cairo_line_to(c, 22, 12);
    cairo_close_path(c);
    cairo_fill(c);
    cairo_restore(c);
}

/* Fine lines as on banknotes, over the whole width. */
static void put_waves(struct sheet *sheet, double y, double height)
{
    enum { LINES = 9, STEPS = 100 };
    const double step = 6;

    if (!sheet->draws)
        return;
    sheet_ink(sheet, INK_WAVE);
    cairo_set_line_width(sheet->cairo, 0.35);
    cairo_new_path(sheet->cairo);
    for (int line = 0; line < LINES; line++) {
        double phase = line * M_PI / LINES;

        for (int i = 0; i <= STEPS; i++) {
            double x = i * step;
            double swell = 0.55 + 0.45 * sin(2 * M_PI * x / SHEET_WIDTH * 4 + phase);

            cairo_line_to(sheet->cairo, x, y + height / 2 * (1 + swell * sin(2 * M_PI * x / 74 + 2 * phase)));
        }
        cairo_stroke(sheet->cairo);
    }
}

static void put_brand(struct certificate_drawing *d)
{
    struct sheet *s = &d->sheet;
    const double half = SHEET_ROOM / 2, y = 30, mark = 24;
    struct sheet_place place = {SHEET_LEFT + mark + 8, y, SHEET_ROOM - 160 - mark, SHEET_AT_LEFT};
    struct sheet_place right = {SHEET_LEFT + half, y - 5, half, SHEET_AT_RIGHT};

    put_mark(s, SHEET_LEFT, y, mark);
    place.y +=
        sheet_write(s, SHEET_CHINESE, SHEET_BRAND, place, words_in(d, SHEET_CHINESE, "paper", "service"));
    sheet_write(s, SHEET_OTHER, SHEET_BRAND, place, words_in(d, SHEET_OTHER, "paper", "service"));
    right.y +=
        sheet_write(s, SHEET_CHINESE, SHEET_SMALL, right, words_in(d, SHEET_CHINESE, "label", "number"));
    right.y += sheet_write(s, SHEET_OTHER, SHEET_SMALL, right, words_in(d, SHEET_OTHER, "label", "number"));
    sheet_write(s, SHEET_NEUTRAL, SHEET_NUMBER, right, d->number);
}

static void put_title(struct certificate_drawing *d)
{
    struct sheet_place place = {SHEET_LEFT, 86, SHEET_ROOM, SHEET_CENTRED};

    put_waves(&d->sheet, 62, 16);
    place.y += sheet_write(&d->sheet, SHEET_CHINESE, SHEET_TITLE, place,
                           words_in(d, SHEET_CHINESE, "paper", "title"));
    place.y += sheet_write(&d->sheet, SHEET_OTHER, SHEET_SUBTITLE, place,
                           words_in(d, SHEET_OTHER, "paper", "title"));
    d->sheet.y = place.y + 12;
}

static void put_vin(struct certificate_drawing *d, double width)
{
    struct sheet *s = &d->sheet;
    const double inner = width - 16, left = SHEET_LEFT + 8;

    sheet_fill(s, SHEET_LEFT, s->y, width, 54, INK_TINT);
    sheet_fill(s, SHEET_LEFT, s->y, 2.5, 54, INK_ACCENT);
    sheet_write(s, SHEET_CHINESE, SHEET_LABEL, (struct sheet_place){left, s->y + 4, inner, SHEET_AT_LEFT},
                words_in(d, SHEET_CHINESE, "label", "vin"));
    sheet_write(s, SHEET_OTHER, SHEET_LABEL, (struct sheet_place){left, s->y + 4, inner, SHEET_AT_RIGHT},
                words_in(d, SHEET_OTHER, "label", "vin"));
    sheet_write(s, SHEET_NEUTRAL, SHEET_VIN, (struct sheet_place){left, s->y + 19, inner, SHEET_CENTRED},
                d->claims->vin);
    s->y += 58;
}

static const char *moment_in_china(int64_t moment, char text[32])
{
    time_t there = (time_t)moment + 8 * 3600;
    struct tm day;

    gmtime_r(&there, &day);
    strftime(text, 32, "%Y-%m-%d %H:%M (UTC+8)", &day);
    return text;
}

static void put_vehicle(struct certificate_drawing *d, double width)
{
    const struct claims *c = d->claims;
    char text[NUMBER_TEXT], day[DATE_TEXT], moment[32];

    put_vin(d, width);
    write_fact(d, width, "make", SHEET_VALUE, c->make);
    snprintf(text, sizeof(text), "%d", c->model_year);
    write_fact(d, width, "model_year", SHEET_VALUE, c->model_year == 0 ? NULL : text);
    write_fact(d, width, "first_registered", SHEET_VALUE,
               date_known(c->first_registered) ? month_text(c->first_registered, day) : NULL);
    write_fact(d, width, "records", SHEET_VALUE, grouped_number(c->records, text));
    write_fact(d, width, "as_of", SHEET_VALUE, d->as_of);
    write_fact(d, width, "issued", SHEET_VALUE, moment_in_china(c->issued_at, moment));
    write_fact(d, width, "valid_until", SHEET_VALUE, date_text(c->valid_until, day));
}

static void put_document(struct certificate_drawing *d)
{
    char before[CERTIFICATE_NUMBER_TEXT];

    if (d->claims->destination[0] != '\0')
        write_fact(d, SHEET_ROOM, "destination", SHEET_VALUE, d->claims->destination);
    if (d->claims->has_predecessor)
        write_fact(d, SHEET_ROOM, "replaces", SHEET_NUMBER,
                   certificate_number_text(&d->claims->predecessor, before));
    write_fact(d, SHEET_ROOM, "issuer", SHEET_VALUE, d->claims->issuer);
    write_fact(d, SHEET_ROOM, "key", SHEET_NUMBER, d->paper->key);
}

bool put_head(struct certificate_drawing *d)
{
    double top, below;

    put_brand(d);
    put_title(d);
    top = d->sheet.y;
    put_vehicle(d, SHEET_ROOM - code_room - 10);
    below = put_code(d, top - 6);
    if (below == 0)
        return false;
    below = put_caption(d, below);
    d->sheet.y = below > d->sheet.y ? below : d->sheet.y;
    put_document(d);
    return true;
}
