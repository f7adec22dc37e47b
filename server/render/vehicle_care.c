#include "render/vehicle_parts.h"

enum { DAYS_A_MONTH_TENTHS = 304, ROUND_KM = 100 };

/* An estimate that names single kilometres would pretend to know them. */
static const char *about_km(const struct page *page, long km)
{
    return number_words(page, (km + ROUND_KM / 2) / ROUND_KM * ROUND_KM);
}

static const char *about_months(const struct page *page, long days)
{
    long months = (days * 10 + DAYS_A_MONTH_TENTHS / 2) / DAYS_A_MONTH_TENTHS;

    return number_words(page, months < 1 ? 1 : months);
}

void give_upkeep(const struct page *page, json_t *model, const struct view *view)
{
    const struct upkeep *u = &view->upkeep;
    json_t *part;

    if (!u->known)
        return;
    part = give_part(model, "upkeep");
    give_text(part, "services", page_text(page, "%u", u->services));
    give_text(part, "interval_km", about_km(page, u->interval_km));
    give_text(part, "interval_months", about_months(page, u->interval_days));
    give_text(part, "km_a_year", about_km(page, u->km_a_year));
    give_text(part, "last_on", date_words(page, u->last_on));
    give_text(part, "last_km", number_words(page, u->last_km));
    give_text(part, "next_on", month_words(page, u->next_on));
    give_text(part, "next_km", about_km(page, u->next_km));
    give_flag(part, "past", u->past);
}

void give_gaps(const struct page *page, json_t *model, const struct view *view)
{
    json_t *gaps = give_list(model, "gaps");

    for (size_t i = 0; i < view->gap_count; i++) {
        const struct gap *gap = &view->gaps[i];
        json_t *item = add_item(gaps);

        give_text(item, "from", month_words(page, gap->from));
        give_text(item, "to", month_words(page, gap->to));
        give_text(item, "months", about_months(page, date_days_between(gap->from, gap->to)));
        give_flag(item, "until_today", gap->until_today);
    }
    give_flag(model, "has_gaps", view->gap_count > 0);
}

static void give_event(const struct page *page, json_t *events, const struct view *view, size_t at,
                       const char *code, bool replaced)
{
    const struct view_record *r = &view->records[at];
    json_t *event = add_item(events);

    give_text(event, "name", page_word(page, "event", code));
    give_flag(event, "replaced", replaced);
    give_text(event, "month", month_words(page, r->settled_on));
    give_text(event, "km", r->odometer_km < 0 ? NULL : number_words(page, r->odometer_km));
    give_text(event, "number", record_number(page, view, at));
}

/* What was renewed is said by the signal; else the thing was worked on. */
void give_traction(const struct page *page, json_t *model, const struct view *view)
{
    static const struct {
        uint64_t signal, work;
        const char *replaced, *worked;
    } kinds[] = {
        {CODE_BIT(SIGNAL_TRACTION_BATTERY), CODE_BIT(WORK_TRACTION_BATTERY), "battery_replaced",
         "battery_worked"                                                                                      },
        {CODE_BIT(SIGNAL_DRIVE_UNIT),       CODE_BIT(WORK_DRIVE_MOTOR),      "drive_replaced",   "drive_worked"},
        {0,                                 CODE_BIT(WORK_CHARGING),         NULL,               "charging"    },
    };
    json_t *events = give_list(model, "events");
    bool any = false;

    for (size_t i = 0; i < view->count; i++)
        for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
            bool replaced = (view->records[i].signals & kinds[k].signal) != 0;

            if (!replaced && !(view->records[i].works_coded & kinds[k].work))
                continue;
            give_event(page, events, view, i, replaced ? kinds[k].replaced : kinds[k].worked, replaced);
            any = true;
        }
    give_flag(model, "has_events", any);
}
