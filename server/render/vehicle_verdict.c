#include "render/vehicle_parts.h"

/* In the order of the reasons: what counts is that the numbers are the same everywhere. */
const char *doubt_words(const struct page *page, unsigned doubt)
{
    return doubt == 0 ? NULL : page_text(page, "%u", doubt);
}

static const char *km_words(const struct page *page, long km)
{
    return km < 0 ? NULL : number_words(page, km);
}

static void give_rest(const struct page *page, json_t *list, const struct view *view,
                      const struct verdict_evidence *e)
{
    const struct view_record *r = &view->records[e->record];
    json_t *item = add_item(list);

    give_text(item, "doubt", doubt_words(page, r->doubt));
    give_text(item, "number", record_number(page, view, e->record));
    give_text(item, "on", date_words(page, r->settled_on));
    give_text(item, "km", km_words(page, r->odometer_km));
    give_text(item, "workshop", r->workshop_name);
    give_text(item, "fitting_km", e->fitting_km == 0 ? NULL : number_words(page, e->fitting_km));
    if (e->compared) {
        const struct view_record *other = &view->records[e->against];
        json_t *against = give_part(item, "against");

        give_text(against, "number", record_number(page, view, e->against));
        give_text(against, "on", date_words(page, other->settled_on));
        give_text(against, "km", km_words(page, other->odometer_km));
    }
}

static void give_reason(const struct page *page, json_t *list, const struct view *view,
                        enum verdict_reason reason)
{
    const char *code = verdict_reason_code(reason);
    json_t *item = add_item(list), *rests = give_list(item, "rests");
    bool any = false;

    give_text(item, "rule", verdict_reason_rule(reason));
    give_text(item, "text", page_word(page, "reason", code));
    give_text(item, "cause", page_word(page, "cause", code));
    give_text(item, "advice", page_word(page, "advice", code));
    for (size_t i = 0; i < view->verdict.evidence_count; i++)
        if (view->verdict.evidence[i].reason == reason) {
            give_rest(page, rests, view, &view->verdict.evidence[i]);
            any = true;
        }
    give_flag(item, "has_rests", any);
}

/* That nothing speaks against them is a reason as well. */
void give_reasons(const struct page *page, json_t *model, const struct view *view)
{
    json_t *reasons = give_list(model, "reasons");
    const struct verdict *verdict = &view->verdict;

    if (verdict->class == VERDICT_CONSISTENT && verdict->reason_count == 0)
        give_reason(page, reasons, view, REASON_NONE);
    for (size_t i = 0; i < verdict->reason_count; i++)
        give_reason(page, reasons, view, verdict->reasons[i]);
}
