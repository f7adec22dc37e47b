#include "render/shared_page.h"

#include "render/page_model.h"
#include "render/vehicle_parts.h"

/* What is known to the month is told to the month. */
static const char *day_words(const struct page *page, const struct view *view, struct date date)
{
    return view->dates == DATES_BY_DAY ? date_words(page, date) : month_words(page, date);
}

static void give_works(json_t *record, const struct view_record *r)
{
    json_t *works = give_list(record, "works");

    for (size_t i = 0; i < r->work_count; i++)
        give_text(add_item(works), "name", r->works[i].name);
    give_flag(record, "has_works", r->work_count > 0);
}

static void give_parts(json_t *record, const struct view_record *r)
{
    json_t *parts = give_list(record, "parts");

    for (size_t i = 0; i < r->part_count; i++) {
        json_t *part = add_item(parts);

        give_text(part, "name", r->parts[i].name);
        give_text(part, "quantity", r->parts[i].quantity);
    }
    give_flag(record, "has_parts", r->part_count > 0);
}

static const char *province(const struct page *page, const char *region)
{
    return region == NULL ? NULL : page_word(page, "region", page_text(page, "%.2s0000", region));
}

static void give_record(const struct page *page, json_t *list, const struct view *view,
                        const struct view_record *r)
{
    json_t *record = add_item(list);

    give_text(record, "on", day_words(page, view, r->settled_on));
    give_text(record, "km", r->odometer_km < 0 ? NULL : number_words(page, r->odometer_km));
    give_flag(record, "doubtful", r->doubt > 0);
    give_flag(record, "disputed", r->disputed);
    give_text(record, "workshop_class",
              r->workshop_class == 0
                  ? NULL
                  : page_word(page, "workshop_class", page_text(page, "%d", r->workshop_class)));
    give_text(record, "province", province(page, r->region));
    give_codes(page, record, "tags", CODES_OF_WORK, r->works_coded);
    give_codes(page, record, "part_tags", CODES_OF_PARTS, r->parts_coded);
    give_flag(record, "has_part_tags", r->parts_coded != 0 && r->part_count == 0);
    give_codes(page, record, "signals_recorded", CODES_OF_SIGNALS, r->signals);
    give_works(record, r);
    give_parts(record, r);
}

static void give_identity(const struct page *page, json_t *model, const struct view *view)
{
    give_text(model, "vin", view->vin);
    give_text(model, "vehicle_name", vehicle_words(page, view->maker_zh, view->maker_en, view->model_year));
    give_text(model, "first_registered", month_words(page, view->first_registered));
    give_flag(model, "check_digit_warning", view->check_digit_warning);
    give_text(model, "collected_since", month_words(page, view->collected_since));
}

/* What the heading says: one of these holds. */
static void give_state(json_t *model, const struct view *view, bool whole)
{
    bool recorded = view->count > 0;

    give_flag(model, "part", !whole && recorded);
    give_flag(model, "part_gone", !whole && !recorded);
    give_flag(model, "none_recorded", whole && !recorded && view->coverage == COVERAGE_NONE_RECORDED);
    give_flag(model, "not_collected", whole && !recorded && view->coverage != COVERAGE_NONE_RECORDED);
    give_flag(model, "consistent", whole && recorded && view->verdict.class == VERDICT_CONSISTENT);
    give_flag(model, "inconsistent", whole && recorded && view->verdict.class == VERDICT_INCONSISTENT);
    give_flag(model, "no_judgement", whole && recorded && view->verdict.class == VERDICT_NO_JUDGEMENT);
}

/* In words alone: which records they rest on is told at those. */
static void give_grounds(const struct page *page, json_t *model, const struct view *view, bool whole)
{
    json_t *reasons = give_list(model, "reasons");

    if (whole && view->verdict.class == VERDICT_CONSISTENT && view->verdict.reason_count == 0)
        give_text(add_item(reasons), "text", page_word(page, "reason", verdict_reason_code(REASON_NONE)));
    for (size_t i = 0; i < view->verdict.reason_count; i++)
        give_text(add_item(reasons), "text",
                  page_word(page, "reason", verdict_reason_code(view->verdict.reasons[i])));
}

/* Of a part nothing is said to be absent: the rest may hold it. */
static void give_statements(const struct page *page, json_t *model, const struct view *view, bool whole)
{
    give_codes(page, model, "signals_recorded", CODES_OF_SIGNALS, view->signals);
    give_codes(page, model, "signals_absent", CODES_OF_SIGNALS, whole ? ~view->signals : 0);
    give_flag(model, "has_signals", view->signals != 0);
    give_count(page, model, "disputes", (long)view->disputes);
    give_flag(model, "some_disputes", view->disputes > 0);
}

h2o_iovec_t shared_page(const struct page *page, const struct shared *shared, const struct view *view)
{
    json_t *model = json_object(), *records = give_list(model, "records_shown");
    bool whole = shared->scope != SHARE_RECORDS;

    give_text(model, "origin", shared->origin);
    give_text(model, "as_of", moment_words(page, shared->as_of));
    give_text(model, "expires_at", moment_words(page, shared->expires_at));
    give_flag(model, "summary", shared->scope == SHARE_SUMMARY);
    give_flag(model, "full", shared->scope == SHARE_FULL);
    give_identity(page, model, view);
    give_state(model, view, whole);
    give_grounds(page, model, view, whole);
    give_statements(page, model, view, whole);
    for (size_t i = 0; i < view->count; i++)
        give_record(page, records, view, &view->records[i]);
    give_flag(model, "recorded", view->count > 0);
    give_flag(model, "whole", whole);
    give_count(page, model, "records", (long)view->total);
    give_flag(model, "partly", whole && view->total > view->count);
    give_text(model, "shown", number_words(page, (long)view->count));
    return page_render(page, "shared", model);
}

h2o_iovec_t shared_pin_page(const struct page *page, enum pin_notice notice, long tries)
{
    json_t *model = json_object();

    give_flag(model, "malformed", notice == PIN_MALFORMED);
    give_flag(model, "wrong", notice == PIN_WRONG);
    give_count(page, model, "tries", tries);
    return page_render(page, "shared_pin", model);
}
