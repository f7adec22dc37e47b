#include <stdio.h>

#include "render/certificate_parts.h"
#include "render/certificate_readings.h"

/* How many records have something, in both languages. */
struct counted {
    const char *group, *code;
    unsigned records;
};

/* How a list is set: entries side by side, and how much of each is for the Chinese words. */
struct setting {
    unsigned columns;
    double chinese;
};

enum { CODES_MOST = 64, REGIONS_MOST = 15 };

static const struct setting wide = {2, 72}, narrow = {3, 62};
static const double gap = 18, count_room = 26;

static double put_entry(struct certificate_drawing *d, const struct setting *how, const struct counted *entry,
                        double x, double width)
{
    struct sheet *s = &d->sheet;
    double y = s->y + (d->dense == DENSEST ? 0.4 : 1.2), other_left = x + how->chinese + 4, one, other;
    enum sheet_style style = d->dense > 0 ? SHEET_SMALL : SHEET_TEXT;
    char number[NUMBER_TEXT];

    one = sheet_write(s, SHEET_CHINESE, style, (struct sheet_place){x, y, how->chinese, SHEET_AT_LEFT},
                      words_in(d, SHEET_CHINESE, entry->group, entry->code));
    other =
        sheet_write(s, SHEET_OTHER, style,
                    (struct sheet_place){other_left, y, x + width - count_room - other_left, SHEET_AT_START},
                    words_in(d, SHEET_OTHER, entry->group, entry->code));
    if (s->draws)
        sheet_write(s, SHEET_NEUTRAL, SHEET_TEXT,
                    (struct sheet_place){x + width - count_room, y, count_room, SHEET_AT_RIGHT},
                    grouped_number(entry->records, number));
    return one > other ? one : other;
}

static void put_list(struct certificate_drawing *d, const char *heading, const struct setting *how,
                     const struct counted *entries, size_t count)
{
    const double width = (SHEET_ROOM - (how->columns - 1) * gap) / how->columns;

    if (count == 0)
        return;
    write_heading(d, heading, 30);
    for (size_t first = 0; first < count; first += how->columns) {
        double most = 0;
        size_t row = count - first < how->columns ? count - first : how->columns;

        sheet_need(&d->sheet, 26);
        for (size_t i = 0; i < row; i++) {
            double height =
                put_entry(d, how, &entries[first + i], SHEET_LEFT + (double)i * (width + gap), width);

            most = height > most ? height : most;
        }
        d->sheet.y += most + (d->dense == DENSEST ? 0.8 : d->dense > 0 ? 1.4 : 2.2);
        for (size_t i = 0; i < row; i++)
            sheet_rule(&d->sheet, SHEET_LEFT + (double)i * (width + gap), d->sheet.y, width, INK_LINE, 0.4);
    }
}

static void put_classes(struct certificate_drawing *d)
{
    static const char *const codes[] = {"0", "1", "2", "3"};
    struct counted entries[4];
    size_t count = 0;

    /* What is not known stands last. */
    for (unsigned i = 1; i <= 4; i++)
        if (d->claims->by_class[i % 4] > 0)
            entries[count++] = (struct counted){"class", codes[i % 4], d->claims->by_class[i % 4]};
    put_list(d, "classes", &narrow, entries, count);
}

/* Those with the most records; the others are one entry. */
static void put_regions(struct certificate_drawing *d)
{
    const struct claims *c = d->claims;
    size_t shown = c->region_count > REGIONS_MOST ? REGIONS_MOST - 1 : c->region_count;
    struct counted entries[REGIONS_MOST] = {0};
    char codes[REGIONS_MOST][4];

    entries[REGIONS_MOST - 1] = (struct counted){"region", "others", 0};
    for (size_t i = shown; i < c->region_count; i++)
        entries[REGIONS_MOST - 1].records += c->regions[i].records;
    for (size_t i = 0; i < shown; i++) {
        snprintf(codes[i], sizeof(codes[i]), "%02u", c->regions[i].code % 100);
        if (*words_in(d, SHEET_CHINESE, "region", codes[i]) == '\0')
            snprintf(codes[i], sizeof(codes[i]), "00");
        entries[i] = (struct counted){"region", codes[i], c->regions[i].records};
    }
    put_list(d, "regions", &narrow, entries, shown < c->region_count ? REGIONS_MOST : shown);
}

static void put_coded(struct certificate_drawing *d, const char *heading, const char *group,
                      enum code_list list, const struct claim_count *counts, size_t count)
{
    struct counted entries[CODES_MOST];
    size_t known = 0;

    for (size_t i = 0; i < count; i++) {
        const struct code_words *words = code_words(list, counts[i].code);

        if (words != NULL)
            entries[known++] = (struct counted){group, words->code, counts[i].records};
    }
    put_list(d, heading, &wide, entries, known);
}

void put_counts(struct certificate_drawing *d)
{
    const struct claims *c = d->claims;

    put_classes(d);
    put_regions(d);
    put_coded(d, "works", "work", CODES_OF_WORK, c->works, c->work_count);
    put_coded(d, "parts", "part", CODES_OF_PARTS, c->parts, c->part_count);
}
