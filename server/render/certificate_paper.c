#include "render/certificate_paper.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cairo-pdf.h>

#include "core/growing.h"
#include "core/pdf_attachment.h"
#include "render/cairo_bytes.h"
#include "render/certificate_parts.h"

enum { PAGES_MOST = 3, PREVIEW_WIDTH = 1000 };

const char *words_in(const struct certificate_drawing *d, enum sheet_tongue tongue, const char *group,
                     const char *code)
{
    const char *word = certificate_word(
        d->words, tongue == SHEET_CHINESE ? CERTIFICATE_ZH : d->paper->language, group, code);

    return word == NULL ? "" : word;
}

const char *words_filled(const struct certificate_drawing *d, enum sheet_tongue tongue, const char *group,
                         const char *code, const struct certificate_filling *fillings, size_t count,
                         char filled[CERTIFICATE_FILLED])
{
    struct certificate_filling apart[FILLINGS_MOST];
    char texts[FILLINGS_MOST][128];
    bool from_right = tongue == SHEET_OTHER && d->sheet.from_right;

    for (size_t i = 0; i < count && from_right; i++) {
        snprintf(texts[i], sizeof(texts[i]), "\u2066%s\u2069", fillings[i].text);
        apart[i] = (struct certificate_filling){fillings[i].name, texts[i]};
    }
    return certificate_fill(filled, words_in(d, tongue, group, code), from_right ? apart : fillings, count);
}

void write_both(struct certificate_drawing *d, enum sheet_style style, const char *group, const char *code,
                const struct certificate_filling *fillings, size_t count)
{
    static const double lefts[] = {[SHEET_CHINESE] = SHEET_LEFT, [SHEET_OTHER] = SHEET_RIGHT_HALF};
    double most = 0;

    if (style == SHEET_TEXT && d->dense > 1)
        style = SHEET_SMALL;
    for (enum sheet_tongue tongue = SHEET_CHINESE; tongue <= SHEET_OTHER; tongue++) {
        char filled[CERTIFICATE_FILLED];
        struct sheet_place place = {lefts[tongue], d->sheet.y, SHEET_HALF, SHEET_AT_START};
        double height = sheet_write(&d->sheet, tongue, style, place,
                                    words_filled(d, tongue, group, code, fillings, count, filled));

        most = height > most ? height : most;
    }
    d->sheet.y += most;
}

void write_heading(struct certificate_drawing *d, const char *code, double room)
{
    sheet_need(&d->sheet, room + 28);
    d->sheet.y += d->sheet.y > SHEET_TOP ? 9 : 0;
    write_both(d, SHEET_HEADING, "heading", code, NULL, 0);
    d->sheet.y += 2;
    sheet_rule(&d->sheet, SHEET_LEFT, d->sheet.y, SHEET_ROOM, INK_ACCENT, 0.6);
    d->sheet.y += 4;
}

/* In both languages, side by side. */
static double write_unknown(struct certificate_drawing *d, double x, double y, double width)
{
    const double half = width / 2 - 4;
    double one =
        sheet_write(&d->sheet, SHEET_CHINESE, SHEET_LABEL, (struct sheet_place){x, y, half, SHEET_AT_RIGHT},
                    words_in(d, SHEET_CHINESE, "paper", "unknown"));
    double other = sheet_write(&d->sheet, SHEET_OTHER, SHEET_LABEL,
                               (struct sheet_place){x + half + 8, y, half, SHEET_AT_LEFT},
                               words_in(d, SHEET_OTHER, "paper", "unknown"));

    return one > other ? one : other;
}

void write_fact(struct certificate_drawing *d, double width, const char *label, enum sheet_style style,
                const char *value)
{
    struct sheet *s = &d->sheet;
    double side = width * 0.3, y = s->y + 1.8, most, height;

    most =
        sheet_write(s, SHEET_CHINESE, SHEET_LABEL, (struct sheet_place){SHEET_LEFT, y, side, SHEET_AT_LEFT},
                    words_in(d, SHEET_CHINESE, "label", label));
    height = sheet_write(s, SHEET_OTHER, SHEET_LABEL,
                         (struct sheet_place){SHEET_LEFT + width - side, y, side, SHEET_AT_RIGHT},
                         words_in(d, SHEET_OTHER, "label", label));
    most = height > most ? height : most;
    if (value == NULL)
        height = write_unknown(d, SHEET_LEFT + side, y, width - 2 * side);
    else
        height =
            sheet_write(s, SHEET_NEUTRAL, style,
                        (struct sheet_place){SHEET_LEFT + side, y, width - 2 * side, SHEET_CENTRED}, value);
    s->y += (height > most ? height : most) + 3.6;
    sheet_rule(s, SHEET_LEFT, s->y, width, INK_LINE, 0.4);
}

/* The number and the vehicle stand on every page, so that pages of two papers cannot be mixed unseen. */
static void put_foot(struct sheet *sheet, const void *what)
{
    const struct certificate_drawing *d = what;
    const double y = SHEET_HEIGHT - 44, third = SHEET_ROOM / 3;
    char page[16], pages[16], filled[CERTIFICATE_FILLED];
    const struct certificate_filling of[] = {
        {"page",  page },
        {"pages", pages},
    };

    snprintf(page, sizeof(page), "%d", sheet->page);
    snprintf(pages, sizeof(pages), "%d", sheet->pages);
    sheet_rule(sheet, SHEET_LEFT, y - 4, SHEET_ROOM, INK_LINE, 0.6);
    sheet_write(sheet, SHEET_NEUTRAL, SHEET_NUMBER, (struct sheet_place){SHEET_LEFT, y, third, SHEET_AT_LEFT},
                d->number);
    sheet_write(sheet, SHEET_NEUTRAL, SHEET_NUMBER,
                (struct sheet_place){SHEET_LEFT + third, y, third, SHEET_CENTRED}, d->claims->vin);
    sheet_write(sheet, SHEET_CHINESE, SHEET_SMALL,
                (struct sheet_place){SHEET_LEFT + 2 * third, y, third, SHEET_AT_RIGHT},
                words_filled(d, SHEET_CHINESE, "paper", "page", of, 2, filled));
    sheet_write(sheet, SHEET_OTHER, SHEET_SMALL,
                (struct sheet_place){SHEET_LEFT + 2 * third, y + 10, third, SHEET_AT_RIGHT},
                words_filled(d, SHEET_OTHER, "paper", "page", of, 2, filled));
}

/* From the first page to the last. */
static bool put_all(struct certificate_drawing *d, bool draws)
{
    d->sheet.draws = draws;
    d->sheet.page = 1;
    d->sheet.y = SHEET_TOP;
    if (!put_head(d))
        return false;
    put_statements(d);
    put_verdict(d);
    put_coverage(d);
    put_not_checked(d);
    if (d->claims->records > 0) {
        put_chart(d);
        put_readings(d);
        put_counts(d);
    }
    put_genuine(d);
    sheet_end_page(&d->sheet);
    d->sheet.pages = d->sheet.page;
    return true;
}

/* On three pages, however long the lists are. */
static bool fit(struct certificate_drawing *d)
{
    for (d->dense = 0; put_all(d, false); d->dense++)
        if (d->sheet.pages <= PAGES_MOST || d->dense == DENSEST)
            return true;
    return false;
}

static void set_about(cairo_surface_t *surface, const struct certificate_drawing *d)
{
    char title[256], made[32];
    time_t issued = (time_t)d->claims->issued_at;
    struct tm moment;

    snprintf(title, sizeof(title), "%s · %s · %s", words_in(d, SHEET_CHINESE, "paper", "title"),
             words_in(d, SHEET_OTHER, "paper", "title"), d->number);
    gmtime_r(&issued, &moment);
    strftime(made, sizeof(made), "%Y-%m-%dT%H:%M:%SZ", &moment);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, d->claims->issuer);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT,
                                   words_in(d, SHEET_OTHER, "paper", "title"));
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Chedang");
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, made);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, made);
}

static bool draw_on(struct certificate_drawing *d, cairo_surface_t *surface, bool first_only)
{
    bool done;

    sheet_open(&d->sheet, surface, words_in(d, SHEET_OTHER, "language", "tag"),
               d->paper->language == CERTIFICATE_AR);
    d->sheet.first_only = first_only;
    d->sheet.foot = put_foot;
    d->sheet.foot_what = d;
    done = fit(d) && put_all(d, true);
    sheet_close(&d->sheet);
    return done;
}

static bool draw(struct certificate_drawing *d, struct growing *drawn)
{
    cairo_surface_t *surface =
        cairo_pdf_surface_create_for_stream(cairo_bytes_keep, drawn, SHEET_WIDTH, SHEET_HEIGHT);
    bool done;

    /* pdf_attach() goes on from plain references, which later versions write for PDF 1.4 only. */
    if (cairo_version() >= CAIRO_VERSION_ENCODE(1, 17, 6))
        cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_4);
    set_about(surface, d);
    done = draw_on(d, surface, false);
    cairo_surface_finish(surface);
    done = done && cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS;
    cairo_surface_destroy(surface);
    return done;
}

char *certificate_paper_png(const struct certificate_words *words, const struct certificate_paper *paper,
                            size_t *length)
{
    struct certificate_drawing d = {.words = words, .paper = paper, .claims = paper->claims};
    struct growing drawn = {0};
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, PREVIEW_WIDTH,
                                                          PREVIEW_WIDTH * SHEET_HEIGHT / SHEET_WIDTH);
    cairo_t *ground = cairo_create(surface);
    bool done;

    cairo_set_source_rgb(ground, 1, 1, 1);
    cairo_paint(ground);
    cairo_destroy(ground);
    cairo_surface_set_device_scale(surface, PREVIEW_WIDTH / SHEET_WIDTH, PREVIEW_WIDTH / SHEET_WIDTH);
    certificate_number_text(&d.claims->number, d.number);
    date_text(d.claims->as_of, d.as_of);
    done = draw_on(&d, surface, true) &&
           cairo_surface_write_to_png_stream(surface, cairo_bytes_keep, &drawn) == CAIRO_STATUS_SUCCESS;
    cairo_surface_destroy(surface);
    if (done) {
        *length = drawn.length;
        return drawn.bytes;
    }
    free(drawn.bytes);
    return NULL;
}

char *certificate_paper_pdf(const struct certificate_words *words, const struct certificate_paper *paper,
                            size_t *length)
{
    struct certificate_drawing d = {.words = words, .paper = paper, .claims = paper->claims};
    char name[sizeof("chedang-.json") + CERTIFICATE_NUMBER_TEXT], *whole = NULL;
    struct pdf_attachment file = {name, paper->credential, paper->credential_length};
    struct growing drawn = {0};

    certificate_number_text(&d.claims->number, d.number);
    date_text(d.claims->as_of, d.as_of);
    snprintf(name, sizeof(name), "chedang-%s.json", d.number);
    if (draw(&d, &drawn))
        whole = pdf_attach(drawn.bytes, drawn.length, words_in(&d, SHEET_OTHER, "language", "tag"), &file,
                           length);
    free(drawn.bytes);
    return whole;
}
