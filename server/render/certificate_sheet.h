/*
 * certificate_sheet - pages of A4 for a text in two languages: pen, styles, places
 *
 * Lengths are points. Chinese stands in the left half, the other language in the right one, which is written
 * from its own side. Text is only ever text, never markup. A sheet that does not draw goes through the same
 * motions, so that the number of pages is known before the first one is drawn. One thread at a time.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <cairo.h>
#include <pango/pangocairo.h>

/* A4 in whole dots of 300 to the inch, the room around it, and the middle between the two halves. */
#define SHEET_WIDTH      595.2
#define SHEET_HEIGHT     841.92
#define SHEET_LEFT       48.0
#define SHEET_ROOM       (SHEET_WIDTH - 2 * SHEET_LEFT)
#define SHEET_GAP        18.0
#define SHEET_HALF       ((SHEET_ROOM - SHEET_GAP) / 2)
#define SHEET_RIGHT_HALF (SHEET_LEFT + SHEET_HALF + SHEET_GAP)
#define SHEET_TOP        44.0
#define SHEET_BOTTOM     (SHEET_HEIGHT - 56)

/* In Chinese, in the other language, or numbers and codes, which are no language's. */
enum sheet_tongue { SHEET_CHINESE, SHEET_OTHER, SHEET_NEUTRAL, SHEET_TONGUES };

enum sheet_style {
    SHEET_TITLE,
    SHEET_SUBTITLE,
    SHEET_BRAND,
    SHEET_HEADING,
    SHEET_LEAD,
    SHEET_TEXT,
    SHEET_LABEL,
    SHEET_VALUE,
    SHEET_ALERT, /* a value that should be seen */
    SHEET_SMALL,
    SHEET_NUMBER,
    SHEET_VIN,
    SHEET_STYLES
};

/* START and END are those of the tongue, LEFT and RIGHT those of the page. */
enum sheet_side { SHEET_AT_LEFT, SHEET_AT_RIGHT, SHEET_CENTRED, SHEET_AT_START, SHEET_AT_END };

enum sheet_ink {
    INK_TEXT,
    INK_SOFT,
    INK_ACCENT,
    INK_TINT,
    INK_LINE,
    INK_WAVE,
    INK_GOOD,
    INK_GOOD_TINT,
    INK_BAD,
    INK_BAD_TINT,
    INK_OPEN,
    INK_OPEN_TINT
};

struct sheet {
    cairo_t *cairo;
    PangoLayout *layouts[SHEET_TONGUES];
    PangoFontDescription *fonts[SHEET_TONGUES][SHEET_STYLES];
    bool from_right; /* the other language */
    bool draws;
    bool first_only; /* what comes behind the first page is not drawn */
    double y;        /* where the next thing begins */
    int page, pages;
    void (*foot)(struct sheet *sheet, const void *what); /* draws the end of a page */
    const void *foot_what;
};

/* On `surface`; the other language by its tag ("ar"). */
void sheet_open(struct sheet *sheet, cairo_surface_t *surface, const char *language, bool from_right);
void sheet_close(struct sheet *sheet);

struct sheet_place {
    double x, y, width;
    enum sheet_side side;
};

/* Gives the height. Breaks lines; what has more lines than its style allows ends in an ellipsis. */
double sheet_write(struct sheet *sheet, enum sheet_tongue tongue, enum sheet_style style,
                   struct sheet_place place, const char *text);
double sheet_leading(enum sheet_style style);

/* Begins the next page unless there is so much room left. */
void sheet_need(struct sheet *sheet, double height);
void sheet_end_page(struct sheet *sheet);

void sheet_ink(struct sheet *sheet, enum sheet_ink ink);
void sheet_rule(struct sheet *sheet, double x, double y, double width, enum sheet_ink ink, double weight);
void sheet_fill(struct sheet *sheet, double x, double y, double width, double height, enum sheet_ink ink);
