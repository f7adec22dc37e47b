#include <string.h>

#include "render/vehicle_parts.h"

const char *code_name(const struct page *page, enum code_list codes, unsigned code)
{
    const struct code_words *words = code_words(codes, code);

    return in_chinese(page) ? words->zh : words->en;
}

void give_codes(const struct page *page, json_t *model, const char *list, enum code_list codes, uint64_t set)
{
    json_t *names = give_list(model, list);

    for (unsigned code = 0; code < 64; code++)
        if (set & CODE_BIT(code) && code_words(codes, code) != NULL)
            give_text(add_item(names), "name", code_name(page, codes, code));
}

static void give_works(json_t *record, const struct view_record *r)
{
    json_t *works = give_list(record, "works");

    for (size_t i = 0; i < r->work_count; i++) {
        json_t *work = add_item(works);

        give_text(work, "name", r->works[i].name);
        give_text(work, "hours", r->works[i].hours);
    }
    give_flag(record, "has_works", r->work_count > 0);
}

static void give_parts(json_t *record, const struct view_record *r)
{
    json_t *parts = give_list(record, "parts");

    for (size_t i = 0; i < r->part_count; i++) {
        json_t *part = add_item(parts);

        give_text(part, "name", r->parts[i].name);
        give_text(part, "code", r->parts[i].code);
        give_text(part, "quantity", r->parts[i].quantity);
    }
    give_flag(record, "has_parts", r->part_count > 0);
}

/* "vehiclepartslist/0/partsquantity" is told by its last part. */
static void give_unread(const struct page *page, json_t *record, const struct view_record *r)
{
    json_t *unread = give_list(record, "unread");

    for (size_t i = 0; i < r->unread_count; i++) {
        const char *field = r->unread[i].field, *last = strrchr(field, '/');
        const char *word = page_word(page, "field", last == NULL ? field : last + 1);
        json_t *item = add_item(unread);

        give_text(item, "name", word == NULL ? field : word);
        give_text(item, "sent", r->unread[i].text);
    }
    give_flag(record, "has_unread", r->unread_count > 0);
}

static const char *province(const struct page *page, const char *region)
{
    return region == NULL ? NULL : page_word(page, "region", page_text(page, "%.2s0000", region));
}

static const char *class_words(const struct page *page, int workshop_class)
{
    return workshop_class == 0 ? NULL
                               : page_word(page, "workshop_class", page_text(page, "%d", workshop_class));
}

static void give_job(const struct page *page, json_t *record, const struct view_record *r)
{
    bool other_day = date_known(r->brought_on) && date_compare(r->brought_on, r->settled_on) != 0;

    give_text(record, "on", date_words(page, r->settled_on));
    give_text(record, "brought_on", other_day ? date_words(page, r->brought_on) : NULL);
    give_text(record, "km", r->odometer_km < 0 ? NULL : number_words(page, r->odometer_km));
    give_text(record, "doubt", doubt_words(page, r->doubt));
    give_flag(record, "disputed", r->disputed);
    give_text(record, "handle", r->handle);
    give_text(record, "workshop", r->workshop_name);
    give_text(record, "workshop_class", class_words(page, r->workshop_class));
    give_text(record, "province", province(page, r->region));
    give_text(record, "plate", r->plate);
    give_text(record, "settlement_no", r->settlement_no);
    give_text(record, "fault", r->fault);
}

const char *record_number(const struct page *page, const struct view *view, size_t at)
{
    return page_text(page, "%zu", view->total - at);
}

/* The newest is open, and what is doubtful. */
static void give_record(const struct page *page, json_t *list, const struct view *view, size_t at)
{
    json_t *record = add_item(list);
    const struct view_record *r = &view->records[at];

    give_text(record, "number", record_number(page, view, at));
    give_flag(record, "open", at == 0 || r->doubt > 0);
    give_job(page, record, r);
    give_codes(page, record, "tags", CODES_OF_WORK, r->works_coded);
    give_codes(page, record, "signals_recorded", CODES_OF_SIGNALS, r->signals);
    give_works(record, r);
    give_parts(record, r);
    give_unread(page, record, r);
    give_findings(page, record, view, r);
}

/* Under a heading for each year. */
void give_records(const struct page *page, json_t *model, const struct view *view)
{
    json_t *years = give_list(model, "years"), *list = NULL;

    for (size_t i = 0; i < view->count; i++) {
        int year = view->records[i].settled_on.year;

        if (i == 0 || year != view->records[i - 1].settled_on.year) {
            json_t *part = add_item(years);

            give_text(part, "year", year == 0 ? NULL : page_text(page, "%d", year));
            list = give_list(part, "records");
        }
        give_record(page, list, view, i);
    }
}
