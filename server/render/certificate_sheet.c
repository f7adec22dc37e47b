#include "render/certificate_sheet.h"

enum family { FAMILY_TEXT, FAMILY_FIXED };

/* Size and the distance from line to line in points; most lines, 0 for any number. */
/* clang-format off */
static const struct {
    enum family family;
    bool bold;
    double size, leading;
    int lines;
    enum sheet_ink ink;
} styles[SHEET_STYLES] = {
    [SHEET_TITLE]    = {FAMILY_TEXT,  true,  25,   32,   1, INK_TEXT},
    [SHEET_SUBTITLE] = {FAMILY_TEXT,  false, 13,   17,   2, INK_TEXT},
    [SHEET_BRAND]    = {FAMILY_TEXT,  false, 8.8,  12,   1, INK_SOFT},
    [SHEET_HEADING]  = {FAMILY_TEXT,  true,  10,   13.5, 2, INK_ACCENT},
    [SHEET_LEAD]     = {FAMILY_TEXT,  true,  10.5, 14.5, 3, INK_TEXT},
    [SHEET_TEXT]     = {FAMILY_TEXT,  false, 8.4,  11.6, 0, INK_TEXT},
    [SHEET_LABEL]    = {FAMILY_TEXT,  false, 8.2,  11.4, 2, INK_SOFT},
    [SHEET_VALUE]    = {FAMILY_TEXT,  false, 8.8,  12,   3, INK_TEXT},
    [SHEET_ALERT]    = {FAMILY_TEXT,  true,  8.4,  11.6, 2, INK_BAD},
    [SHEET_SMALL]    = {FAMILY_TEXT,  false, 7.2,  9.8,  0, INK_SOFT},
    [SHEET_NUMBER]   = {FAMILY_FIXED, false, 9,    12,   2, INK_TEXT},
    [SHEET_VIN]      = {FAMILY_FIXED, true,  24,   30,   1, INK_TEXT},
};
/* clang-format on */

/* The first that has a letter draws it. */
static const char *const families[SHEET_TONGUES][2] = {
    [SHEET_CHINESE] = {"Noto Sans CJK SC, Noto Sans, sans-serif",                   "Noto Sans Mono, monospace"},
    [SHEET_OTHER] = {"Noto Sans, Noto Sans Arabic, Noto Sans CJK SC, sans-serif",
                       "Noto Sans Mono, monospace"                                                             },
    [SHEET_NEUTRAL] = {"Noto Sans, Noto Sans Arabic, Noto Sans CJK SC, sans-serif",
                       "Noto Sans Mono, monospace"                                                             },
};

static const struct {
    double red, green, blue;
} inks[] = {
    [INK_TEXT] = {0.106, 0.141, 0.133},
      [INK_SOFT] = {0.337, 0.384, 0.373},
    [INK_ACCENT] = {0.043, 0.361, 0.329},
      [INK_TINT] = {0.945, 0.969, 0.965},
    [INK_LINE] = {0.851, 0.875, 0.867},
      [INK_WAVE] = {0.780, 0.875, 0.859},
    [INK_GOOD] = {0.078, 0.400, 0.231},
      [INK_GOOD_TINT] = {0.925, 0.965, 0.941},
    [INK_BAD] = {0.639, 0.149, 0.106},
      [INK_BAD_TINT] = {0.984, 0.933, 0.925},
    [INK_OPEN] = {0.478, 0.322, 0.000},
      [INK_OPEN_TINT] = {0.992, 0.961, 0.894},
};

static PangoLayout *layout_for(cairo_t *cairo, const char *language, bool from_right)
{
    PangoLayout *layout = pango_cairo_create_layout(cairo);
    PangoContext *context = pango_layout_get_context(layout);

    pango_context_set_language(context, pango_language_from_string(language));
    pango_context_set_base_dir(context, from_right ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
    pango_context_set_round_glyph_positions(context, false);
    pango_layout_set_auto_dir(layout, false);
    pango_layout_set_single_paragraph_mode(layout, true);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_NONE);
    return layout;
}

static PangoFontDescription *font_for(enum sheet_tongue tongue, enum sheet_style style)
{
    PangoFontDescription *font = pango_font_description_new();

    pango_font_description_set_family_static(font, families[tongue][styles[style].family]);
    pango_font_description_set_weight(font, styles[style].bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_absolute_size(font, styles[style].size * PANGO_SCALE);
    return font;
}

void sheet_open(struct sheet *sheet, cairo_surface_t *surface, const char *language, bool from_right)
{
    *sheet = (struct sheet){.cairo = cairo_create(surface), .from_right = from_right};
    sheet->layouts[SHEET_CHINESE] = layout_for(sheet->cairo, "zh-CN", false);
    sheet->layouts[SHEET_OTHER] = layout_for(sheet->cairo, language, from_right);
    sheet->layouts[SHEET_NEUTRAL] = layout_for(sheet->cairo, "en", false);
    for (unsigned tongue = 0; tongue < SHEET_TONGUES; tongue++)
        for (unsigned style = 0; style < SHEET_STYLES; style++)
            sheet->fonts[tongue][style] = font_for((enum sheet_tongue)tongue, (enum sheet_style)style);
}

void sheet_close(struct sheet *sheet)
{
    for (unsigned tongue = 0; tongue < SHEET_TONGUES; tongue++) {
        for (unsigned style = 0; style < SHEET_STYLES; style++)
            pango_font_description_free(sheet->fonts[tongue][style]);
        g_object_unref(sheet->layouts[tongue]);
    }
    cairo_destroy(sheet->cairo);
}

static PangoAlignment alignment(const struct sheet *sheet, enum sheet_tongue tongue, enum sheet_side side)
{
    bool from_right = tongue == SHEET_OTHER && sheet->from_right;

    if (side == SHEET_CENTRED)
        return PANGO_ALIGN_CENTER;
    if (side == SHEET_AT_RIGHT || side == (from_right ? SHEET_AT_START : SHEET_AT_END))
        return PANGO_ALIGN_RIGHT;
    return PANGO_ALIGN_LEFT;
}

static void set_text(PangoLayout *layout, const char *text)
{
    char *mended = NULL;

    if (!g_utf8_validate(text, -1, NULL))
        text = mended = g_utf8_make_valid(text, -1);
    pango_layout_set_text(layout, text, -1);
    g_free(mended);
}

/* Where a line begins within its width, by its side. */
static double line_x(PangoLayoutIter *at)
{
    PangoRectangle room;

    pango_layout_iter_get_line_extents(at, NULL, &room);
    return (double)room.x / PANGO_SCALE;
}

double sheet_write(struct sheet *sheet, enum sheet_tongue tongue, enum sheet_style style,
                   struct sheet_place place, const char *text)
{
    PangoLayout *layout = sheet->layouts[tongue];
    double baseline = place.y + styles[style].size * 0.36 + styles[style].leading / 2;
    PangoLayoutIter *at;
    int lines;

    pango_layout_set_font_description(layout, sheet->fonts[tongue][style]);
    pango_layout_set_width(layout, (int)(place.width * PANGO_SCALE));
    pango_layout_set_alignment(layout, alignment(sheet, tongue, place.side));
    pango_layout_set_ellipsize(layout, styles[style].lines == 0 ? PANGO_ELLIPSIZE_NONE : PANGO_ELLIPSIZE_END);
    pango_layout_set_height(layout, -styles[style].lines);
    set_text(layout, text);
    lines = pango_layout_get_line_count(layout);
    if (!sheet->draws)
        return lines * styles[style].leading;
    sheet_ink(sheet, styles[style].ink);
    at = pango_layout_get_iter(layout);
    do {
        cairo_move_to(sheet->cairo, place.x + line_x(at), baseline);
        pango_cairo_show_layout_line(sheet->cairo, pango_layout_iter_get_line_readonly(at));
        baseline += styles[style].leading;
    } while (pango_layout_iter_next_line(at));
    pango_layout_iter_free(at);
    return lines * styles[style].leading;
}

double sheet_leading(enum sheet_style style)
{
    return styles[style].leading;
}

void sheet_end_page(struct sheet *sheet)
{
    if (sheet->draws) {
        sheet->foot(sheet, sheet->foot_what);
        cairo_show_page(sheet->cairo);
        sheet->draws = !sheet->first_only;
    }
}

void sheet_need(struct sheet *sheet, double height)
{
    if (sheet->y + height <= SHEET_BOTTOM)
        return;
    sheet_end_page(sheet);
    sheet->page++;
    sheet->y = SHEET_TOP;
}

void sheet_ink(struct sheet *sheet, enum sheet_ink ink)
{
    cairo_set_source_rgb(sheet->cairo, inks[ink].red, inks[ink].green, inks[ink].blue);
}

void sheet_rule(struct sheet *sheet, double x, double y, double width, enum sheet_ink ink, double weight)
{
    sheet_fill(sheet, x, y - weight / 2, width, weight, ink);
}

void sheet_fill(struct sheet *sheet, double x, double y, double width, double height, enum sheet_ink ink)
{
    if (!sheet->draws)
        return;
    sheet_ink(sheet, ink);
    cairo_rectangle(sheet->cairo, x, y, width, height);
    cairo_fill(sheet->cairo);
}
