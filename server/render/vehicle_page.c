#include "render/vehicle_page.h"

#include <string.h>

#include "render/vehicle_parts.h"

static void give_identity(const struct page *page, json_t *model, const struct view *view)
{
    give_text(model, "vin", view->vin);
    give_text(model, "vehicle_name", vehicle_words(page, view->maker_zh, view->maker_en, view->model_year));
    give_text(model, "first_registered", date_words(page, view->first_registered));
    give_flag(model, "check_digit_warning", view->check_digit_warning);
}

/* What the heading says: one of these holds. */
static void give_state(json_t *model, const struct view *view)
{
    bool recorded = view->count > 0;

    give_flag(model, "recorded", recorded);
    give_flag(model, "none_recorded", !recorded && view->coverage == COVERAGE_NONE_RECORDED);
    give_flag(model, "not_collected", !recorded && view->coverage != COVERAGE_NONE_RECORDED);
    give_flag(model, "consistent", recorded && view->verdict.class == VERDICT_CONSISTENT);
    give_flag(model, "inconsistent", recorded && view->verdict.class == VERDICT_INCONSISTENT);
    give_flag(model, "no_judgement", recorded && view->verdict.class == VERDICT_NO_JUDGEMENT);
}

static bool seen_before(const struct view *view, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (view->records[i].workshop_name != NULL &&
            strcmp(view->records[i].workshop_name, view->records[at].workshop_name) == 0)
            return true;
    return false;
}

static long workshops_of(const struct view *view)
{
    long count = 0;

    for (size_t i = 0; i < view->count; i++)
        count += view->records[i].workshop_name != NULL && !seen_before(view, i);
    return count;
}

/* From when to when; undated records come first or last and say nothing about it. */
static void give_period(const struct page *page, json_t *model, const struct view *view)
{
    struct date first = {0}, last = {0};

    for (size_t i = 0; i < view->count; i++) {
        struct date on = view->records[i].settled_on;

        if (!date_known(on))
            continue;
        first = !date_known(first) || date_compare(on, first) < 0 ? on : first;
        last = date_compare(on, last) > 0 ? on : last;
    }
    give_text(model, "first_on", month_words(page, first));
    give_text(model, "last_on", month_words(page, last));
    give_flag(model, "one_month", first.year == last.year && first.month == last.month);
}

static void give_counts(const struct page *page, json_t *model, const struct view *view)
{
    give_count(page, model, "records", (long)view->total);
    give_flag(model, "partly", view->total > view->count);
    give_text(model, "records_shown", number_words(page, (long)view->count));
    give_count(page, model, "workshops", workshops_of(view));
    give_count(page, model, "readings_judged", (long)view->verdict.readings);
    give_flag(model, "no_readings", view->verdict.readings == 0);
    give_count(page, model, "disputes", (long)view->disputes);
    give_flag(model, "some_disputes", view->disputes > 0);
    give_period(page, model, view);
}

static void give_signals(const struct page *page, json_t *model, const struct view *view)
{
    give_codes(page, model, "signals_recorded", CODES_OF_SIGNALS, view->signals);
    give_codes(page, model, "signals_absent", CODES_OF_SIGNALS, ~view->signals);
    give_flag(model, "has_signals", view->signals != 0);
}

const char *looker_words(const struct page *page, const struct look *look)
{
    static const char *const persons[][2] = {
        {"share_link",   "by_link"   },
        {"with_consent", "by_consent"},
    };

    if (look->client != NULL)
        return look->client;
    for (size_t i = 0; look->purpose != NULL && i < sizeof(persons) / sizeof(persons[0]); i++)
        if (strcmp(look->purpose, persons[i][0]) == 0)
            return page_word(page, "look", persons[i][1]);
    return page_word(page, "look", "unknown");
}

void give_look(const struct page *page, json_t *list, const struct look *look)
{
    const char *word = look->purpose == NULL ? NULL : page_word(page, "purpose", look->purpose);
    json_t *item = add_item(list);

    give_text(item, "at", moment_words(page, look->at));
    give_text(item, "client", looker_words(page, look));
    give_text(item, "purpose", word == NULL ? look->purpose : word);
    give_text(item, "reference", look->reference);
}

static void give_looks(const struct page *page, json_t *model, const struct looks *looks)
{
    json_t *list = give_list(model, "looks");

    for (size_t i = 0; i < looks->count; i++)
        give_look(page, list, &looks->line[i]);
    give_flag(model, "no_looks", looks->count == 0);
    give_flag(model, "looks_partly", looks->total > looks->count);
    give_text(model, "looks_shown", number_words(page, (long)looks->count));
    give_text(model, "looks_total", number_words(page, (long)looks->total));
}

static void give_standing(const struct page *page, json_t *model, const struct standing *standing)
{
    json_t *list = give_list(model, "consents");

    give_flag(model, "just_claimed", standing->just_claimed);
    give_flag(model, "manages", standing->manages);
    give_flag(model, "holds", standing->consent_until == 0);
    give_text(model, "consent_until",
              standing->consent_until == 0 ? NULL : moment_words(page, standing->consent_until));
    give_flag(model, "consent_ended", standing->consent_ended);
    for (size_t i = 0; i < standing->consent_count; i++) {
        const struct consent_line *c = &standing->consents[i];
        json_t *item = add_item(list);

        give_text(item, "consent", c->handle);
        give_text(item, "number", number_words(page, c->number));
        give_text(item, "phone", c->phone);
        give_text(item, "given_at", moment_words(page, c->given_at));
        give_text(item, "expires_at", moment_words(page, c->ended_at == 0 ? c->expires_at : c->ended_at));
        give_flag(item, "live", c->live);
    }
    give_flag(model, "no_consents", standing->consent_count == 0);
}

h2o_iovec_t vehicle_page(const struct page *page, const struct view *view, const struct looks *looks,
                         const struct standing *standing)
{
    json_t *model = json_object();

    give_standing(page, model, standing);
    give_identity(page, model, view);
    give_state(model, view);
    give_counts(page, model, view);
    give_reasons(page, model, view);
    give_signals(page, model, view);
    give_text(model, "collected_since", month_words(page, view->collected_since));
    give_mileage(page, model, view);
    give_traction(page, model, view);
    give_works_chart(page, model, view);
    give_upkeep(page, model, view);
    give_gaps(page, model, view);
    give_explanations(page, model, view);
    give_records(page, model, view);
    give_looks(page, model, looks);
    return page_render(page, "vehicle", model);
}
