#include "render/paper.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cairo-pdf.h>
#include <h2o.h>
#include <pango/pangocairo.h>

#include "core/growing.h"
#include "render/cairo_bytes.h"

/* Points: A4, and the room around what is written. */
static const double width = 595.28, height = 841.89, margin = 56, foot = 34;

static const struct {
    const char *font;
    double before; /* room above */
} styles[] = {
    [PAPER_TITLE] = {"Noto Sans CJK SC, sans-serif Bold 17",   0 },
    [PAPER_HEADING] = {"Noto Sans CJK SC, sans-serif Bold 12.5", 14},
    [PAPER_RECORD] = {"Noto Sans CJK SC, sans-serif Bold 9.5",  7 },
    [PAPER_TEXT] = {"Noto Sans CJK SC, sans-serif 9.5",       1 },
    [PAPER_SMALL] = {"Noto Sans CJK SC, sans-serif 8",         1 },
};

struct paper *paper_new(h2o_mem_pool_t *pool, const char *title, const char *language, const char *cut)
{
    struct paper *paper = h2o_mem_alloc_pool(pool, sizeof(*paper));

    *paper = (struct paper){.pool = pool, .title = title, .language = language, .cut = cut, .room = 256};
    paper->lines = h2o_mem_alloc_pool(pool, paper->room * sizeof(*paper->lines));
    return paper;
}

static void put(struct paper *paper, enum paper_style style, const char *text)
{
    if (paper->count == paper->room) {
        struct paper_line *more = h2o_mem_alloc_pool(paper->pool, 2 * paper->room * sizeof(*more));

        memcpy(more, paper->lines, paper->count * sizeof(*more));
        paper->lines = more;
        paper->room *= 2;
    }
    paper->lines[paper->count++] = (struct paper_line){style, text};
}

void paper_put(struct paper *paper, enum paper_style style, ...)
{
    va_list parts;
    size_t length = 0;
    const char *part;
    char *text;

    if (paper->count == PAPER_LINES_MOST)
        return;
    va_start(parts, style);
    while ((part = va_arg(parts, const char *)) != NULL)
        length += strlen(part);
    va_end(parts);
    text = h2o_mem_alloc_pool(paper->pool, length + 1);
    *text = '\0';
    length = 0;
    va_start(parts, style);
    while ((part = va_arg(parts, const char *)) != NULL) {
        strcpy(text + length, part);
        length += strlen(part);
    }
    va_end(parts);
    put(paper, style, text);
}

struct drawing {
    cairo_t *cairo;
    PangoLayout *layout;
    double y;
    int page;
};

static void set_font(struct drawing *d, enum paper_style style)
{
    PangoFontDescription *font = pango_font_description_from_string(styles[style].font);

    pango_layout_set_font_description(d->layout, font);
    pango_font_description_free(font);
}

static void turn_page(struct drawing *d)
{
    char number[16];

    snprintf(number, sizeof(number), "%d", d->page);
    set_font(d, PAPER_SMALL);
    pango_layout_set_text(d->layout, number, -1);
    cairo_move_to(d->cairo, width - margin - 12, height - foot);
    pango_cairo_show_layout(d->cairo, d->layout);
    cairo_show_page(d->cairo);
    d->page++;
    d->y = margin;
}

/* Line by line, so that a text may go on on the next page. False when there is no page left for it. */
static bool draw(struct drawing *d, const struct paper_line *line)
{
    PangoLayoutIter *at;
    bool whole = true;

    set_font(d, line->style);
    pango_layout_set_text(d->layout, line->text, -1);
    d->y += d->y > margin ? styles[line->style].before : 0;
    at = pango_layout_get_iter(d->layout);
    do {
        PangoRectangle room;

        pango_layout_iter_get_line_extents(at, NULL, &room);
        double tall = (double)room.height / PANGO_SCALE;
        double above = (double)(pango_layout_iter_get_baseline(at) - room.y) / PANGO_SCALE;
        if (d->y + tall > height - margin) {
            PangoLayout *kept = d->layout;

            if (d->page == PAPER_PAGES_MOST) {
                whole = false;
                break;
            }
            d->layout = pango_layout_copy(kept); /* the number of the page is set with another one */
            turn_page(d);
            g_object_unref(d->layout);
            d->layout = kept;
        }
        cairo_move_to(d->cairo, margin, d->y + above);
        pango_cairo_show_layout_line(d->cairo, pango_layout_iter_get_line_readonly(at));
        d->y += tall;
    } while (pango_layout_iter_next_line(at));
    pango_layout_iter_free(at);
    return whole;
}

static void draw_all(struct drawing *d, const struct paper *paper)
{
    bool room = true;

    for (size_t i = 0; i < paper->count && room; i++)
        room = draw(d, &paper->lines[i]) && (d->page < PAPER_PAGES_MOST || i + 1 == paper->count);
    if (!room || paper->count == PAPER_LINES_MOST) {
        turn_page(d);
        draw(d, &(struct paper_line){PAPER_TEXT, paper->cut});
    }
    turn_page(d);
}

char *paper_pdf(const struct paper *paper, size_t *length)
{
    struct drawing d = {.page = 1, .y = margin};
    struct growing bytes = {0};
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(cairo_bytes_keep, &bytes, width, height);

    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, paper->title);
    d.cairo = cairo_create(surface);
    d.layout = pango_cairo_create_layout(d.cairo);
    pango_layout_set_width(d.layout, (int)((width - 2 * margin) * PANGO_SCALE));
    pango_layout_set_wrap(d.layout, PANGO_WRAP_WORD_CHAR);
    pango_context_set_language(pango_layout_get_context(d.layout),
                               pango_language_from_string(paper->language));
    draw_all(&d, paper);
    g_object_unref(d.layout);
    cairo_destroy(d.cairo);
    cairo_surface_finish(surface);
    bool drawn = cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS;
    cairo_surface_destroy(surface);
    if (!drawn) {
        free(bytes.bytes);
        return NULL;
    }
    *length = bytes.length;
    return bytes.bytes;
}
