#include <h2o.h>

#include "render/vehicle_parts.h"

/* Kinds of work that belong together for who reads the chart; each code is in one of them. */
enum family {
    FAMILY_SERVICE,
    FAMILY_WHEELS,
    FAMILY_CHASSIS,
    FAMILY_ENGINE,
    FAMILY_GEARBOX,
    FAMILY_ELECTRICS,
    FAMILY_BODY,
    FAMILY_TRACTION,
    FAMILY_MORE,
    FAMILY_COUNT
};

/* clang-format off */
static const struct {
    const char *code; /* of the word for it */
    work_codes works;
} families[FAMILY_COUNT] = {
    [FAMILY_SERVICE]   = {"service", CODE_BIT(WORK_MAINTENANCE) | CODE_BIT(WORK_OIL) | CODE_BIT(WORK_FILTERS) | CODE_BIT(WORK_FLUIDS) |
                              CODE_BIT(WORK_WIPERS) | CODE_BIT(WORK_CLEANING) |
                              CODE_BIT(WORK_DETAILING)},
    [FAMILY_WHEELS]    = {"wheels", CODE_BIT(WORK_BRAKES) | CODE_BIT(WORK_TYRES) | CODE_BIT(WORK_ALIGNMENT) |
                              CODE_BIT(WORK_WHEELS) | CODE_BIT(WORK_TYRE_PRESSURE) | CODE_BIT(WORK_AIR_BRAKES)},
    [FAMILY_CHASSIS]   = {"chassis", CODE_BIT(WORK_SUSPENSION) | CODE_BIT(WORK_STEERING) | CODE_BIT(WORK_DRIVELINE)},
    [FAMILY_ENGINE]    = {"engine", CODE_BIT(WORK_ENGINE) | CODE_BIT(WORK_TIMING) | CODE_BIT(WORK_IGNITION) | CODE_BIT(WORK_FUEL) |
                             CODE_BIT(WORK_COOLING) | CODE_BIT(WORK_EXHAUST) |
                              CODE_BIT(WORK_INTAKE) | CODE_BIT(WORK_TURBOCHARGER) | CODE_BIT(WORK_BELTS) | CODE_BIT(WORK_MOUNTS) | CODE_BIT(WORK_AFTERTREATMENT) | CODE_BIT(WORK_GAS_FUEL)},
    [FAMILY_GEARBOX]   = {"gearbox", CODE_BIT(WORK_GEARBOX) | CODE_BIT(WORK_CLUTCH)},
    [FAMILY_ELECTRICS] = {"electrics", CODE_BIT(WORK_AIR_CONDITIONING) | CODE_BIT(WORK_BATTERY_12V) | CODE_BIT(WORK_ELECTRICAL) |
                                CODE_BIT(WORK_LIGHTS) | CODE_BIT(WORK_ODOMETER) |
                              CODE_BIT(WORK_STARTING) | CODE_BIT(WORK_GENERATOR) | CODE_BIT(WORK_ASSISTANCE) | CODE_BIT(WORK_PROGRAMMING) | CODE_BIT(WORK_LOCKS) | CODE_BIT(WORK_WINDOWS) | CODE_BIT(WORK_AUDIO)},
    [FAMILY_BODY]      = {"body", CODE_BIT(WORK_GLASS) | CODE_BIT(WORK_BODY) | CODE_BIT(WORK_PAINT) | CODE_BIT(WORK_STRUCTURE) |
                           CODE_BIT(WORK_INTERIOR) | CODE_BIT(WORK_RESTRAINTS) |
                              CODE_BIT(WORK_SUNROOF) | CODE_BIT(WORK_SEATS) | CODE_BIT(WORK_PROTECTION) | CODE_BIT(WORK_ACCESSORIES)},
    [FAMILY_TRACTION]  = {"traction", CODE_BIT(WORK_TRACTION_BATTERY) | CODE_BIT(WORK_DRIVE_MOTOR) | CODE_BIT(WORK_CHARGING)},
    [FAMILY_MORE]      = {"more", CODE_BIT(WORK_DIAGNOSIS) | CODE_BIT(WORK_OTHER) |
                              CODE_BIT(WORK_RESCUE) | CODE_BIT(WORK_INSPECTION) | CODE_BIT(WORK_RECALL)},
};
/* clang-format on */

/* In percent of the drawing's width, and in pixels down it. */
enum {
    YEARS_MOST = 10,
    YEARS_SPARSE = 6, /* more have no room for every name on a narrow screen */
    LEFT = 3,
    WIDTH = 94,
    ROW = 46,
    LABEL = 16,
    CENTRE = 32,
    FOOT = 28,
    SMALL = 8,
    LARGE = 13
};

struct works_count {
    int first_year, years; /* the first one stands for all before it as well, when there are more */
    bool earlier;
    unsigned count[FAMILY_COUNT][YEARS_MOST], total[FAMILY_COUNT];
};

/* The years of the newest and the oldest dated record; false when there is none. */
static bool span_years(const struct view *view, struct works_count *w)
{
    int first = 0, last = 0;

    for (size_t i = 0; i < view->count; i++) {
        int year = view->records[i].settled_on.year;

        if (year == 0)
            continue;
        first = first == 0 || year < first ? year : first;
        last = year > last ? year : last;
    }
    w->earlier = last - first >= YEARS_MOST;
    w->years = w->earlier ? YEARS_MOST : last - first + 1;
    w->first_year = last - w->years + 1;
    return last != 0;
}

/* How often a family was worked on: a record counts once for each. */
static void count_works(const struct view *view, struct works_count *w)
{
    for (size_t i = 0; i < view->count; i++) {
        int year = view->records[i].settled_on.year, column = year - w->first_year;

        if (year == 0)
            continue;
        for (enum family f = 0; f < FAMILY_COUNT; f++)
            if (view->records[i].works_coded & families[f].works) {
                w->count[f][column < 0 ? 0 : column]++;
                w->total[f]++;
            }
    }
}

static const char *column_x(const struct page *page, const struct works_count *w, int column)
{
    return page_text(page, "%.2f%%", LEFT + WIDTH * (column + 0.5) / w->years);
}

static void give_years(const struct page *page, json_t *part, const struct works_count *w)
{
    json_t *years = give_list(part, "years");

    for (int column = 0; column < w->years; column++) {
        json_t *year = add_item(years);
        bool more = column == 0 && w->earlier;

        give_text(year, "x", column_x(page, w, column));
        give_flag(year, "between", w->years > YEARS_SPARSE && (w->years - 1 - column) % 2 == 1);
        give_text(year, "year", page_text(page, "%s%d", more ? "≤" : "", w->first_year + column));
    }
}

static void give_row(const struct page *page, json_t *rows, const struct works_count *w, enum family f,
                     int row)
{
    json_t *item = add_item(rows), *cells = give_list(item, "cells");

    give_text(item, "name", page_word(page, "family", families[f].code));
    give_text(item, "total", page_text(page, "%u", w->total[f]));
    give_text(item, "label_y", page_text(page, "%d", row * ROW + LABEL));
    give_text(item, "y", page_text(page, "%d", row * ROW + CENTRE));
    for (int column = 0; column < w->years; column++) {
        json_t *cell = add_item(cells);
        unsigned count = w->count[f][column], radius = SMALL + count;

        give_text(cell, "count", count == 0 ? NULL : page_text(page, "%u", count));
        give_text(cell, "x", column_x(page, w, column));
        give_text(cell, "y", page_text(page, "%d", row * ROW + CENTRE));
        give_text(cell, "r", page_text(page, "%u", radius < LARGE ? radius : LARGE));
    }
}

void give_works_chart(const struct page *page, json_t *model, const struct view *view)
{
    struct works_count w = {0};
    json_t *part, *rows;
    int row = 0;

    if (!span_years(view, &w))
        return;
    count_works(view, &w);
    part = give_part(model, "works_chart");
    rows = give_list(part, "rows");
    for (enum family f = 0; f < FAMILY_COUNT; f++)
        if (w.total[f] > 0)
            give_row(page, rows, &w, f, row++);
    give_years(page, part, &w);
    give_text(part, "height", page_text(page, "%d", row * ROW + FOOT));
    give_text(part, "foot_y", page_text(page, "%d", row * ROW + LABEL));
}

static void give_meanings(const struct page *page, json_t *model, const char *list, const char *group,
                          enum code_list codes, uint64_t set)
{
    json_t *meanings = give_list(model, list);

    for (unsigned code = 0; code < 64; code++) {
        const struct code_words *words = set & CODE_BIT(code) ? code_words(codes, code) : NULL;

        if (words == NULL)
            continue;
        json_t *item = add_item(meanings);
        give_text(item, "name", code_name(page, codes, code));
        give_text(item, "text", page_word(page, group, words->code));
    }
}

void give_explanations(const struct page *page, json_t *model, const struct view *view)
{
    work_codes works = 0;
    part_codes parts = 0;

    for (size_t i = 0; i < view->count; i++) {
        works |= view->records[i].works_coded;
        parts |= view->records[i].parts_coded;
    }
    give_meanings(page, model, "about_works", "about_work", CODES_OF_WORK, works);
    give_meanings(page, model, "about_parts", "about_part", CODES_OF_PARTS, parts);
    give_flag(model, "has_about", (works | parts) != 0);
}
