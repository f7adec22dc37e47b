#include "render/client_page.h"

#include <string.h>

#include "core/fault.h"
#include "render/bars.h"
#include "render/page_model.h"

/* Of the chart by purpose, in pixels: a row with a name above and a bar below. */
enum { ROW = 46, LABEL = 16, BAR = 22, FEW_CODES = 3 };
enum { SOON_DAYS = 30 };
#define DAY_US 86400000000

const char *const client_outcomes[USAGE_OUTCOMES] = {"shown", "no_record", "not_collected"};

static void give_percent(const struct page *page, json_t *model, const char *name, double percent)
{
    give_text(model, name, page_text(page, "%.2f%%", percent));
}

static void give_purposes_agreed(const struct page *page, json_t *part, const struct client_shown *s)
{
    json_t *list = give_list(part, "purposes");

    for (enum purpose p = 0; p < PURPOSE_COUNT; p++) {
        if (!(s->contract.terms.purposes & 1U << p))
            continue;
        json_t *item = add_item(list);
        long most = s->contract.terms.purpose_day[p];

        give_text(item, "name", page_word(page, "purpose", purpose_code(p)));
        give_text(item, "most", most == 0 ? NULL : number_words(page, most));
        give_text(item, "used", number_words(page, s->usage.today[p]));
    }
}

static void give_contract(const struct page *page, json_t *model, const struct client_shown *s)
{
    const struct client_contract *c = &s->contract;
    json_t *part;

    give_flag(model, "no_contract", c->valid_until == 0);
    if (c->valid_until == 0)
        return;
    part = give_part(model, "contract");
    give_text(part, "client_id", s->client_id);
    give_text(part, "from", moment_words(page, c->valid_from));
    give_text(part, "until", moment_words(page, c->valid_until));
    give_flag(part, "ends_soon", c->valid_until - clock_wall() < SOON_DAYS * DAY_US);
    give_text(part, "burst", number_words(page, c->burst));
    give_text(part, "day", number_words(page, c->day));
    give_text(part, "used", number_words(page, s->usage.all_today));
    give_purposes_agreed(page, part, s);
}

static void give_day_bars(const struct page *page, json_t *part, const struct client_usage *u)
{
    json_t *bars_list = give_list(part, "bars"), *ticks = give_list(part, "ticks");
    struct bar bar[USAGE_DAYS];
    struct bars bars;

    bars_place(u->day, USAGE_DAYS, &bars, bar);
    for (size_t i = 0; i < bars.tick_count; i++) {
        json_t *tick = add_item(ticks);

        give_percent(page, tick, "y", bars.tick[i].y);
        give_text(tick, "count", number_words(page, bars.tick[i].count));
        give_flag(tick, "base", i == 0);
    }
    for (int i = 0; i < USAGE_DAYS; i++) {
        json_t *item = add_item(bars_list);

        give_percent(page, item, "x", bar[i].x);
        give_percent(page, item, "y", bar[i].y);
        give_percent(page, item, "width", bar[i].width);
        give_percent(page, item, "height", bar[i].height);
        give_text(item, "on", date_words(page, date_plus(u->first, i)));
        give_text(item, "count", number_words(page, u->day[i]));
    }
}

/* The latest first, as in the other tables. */
static void give_days(const struct page *page, json_t *model, const struct client_usage *u)
{
    json_t *part = give_part(model, "by_day"), *days = give_list(part, "days");
    struct date last = date_plus(u->first, USAGE_DAYS - 1);
    char text[DATE_TEXT];

    give_text(part, "first", date_words(page, u->first));
    give_text(part, "last", date_words(page, last));
    give_text(part, "first_day", date_text(u->first, text)); /* short, for the ends of the axis */
    give_text(part, "last_day", date_text(last, text));
    give_day_bars(page, part, u);
    give_text(part, "all", number_words(page, u->all));
    for (int i = USAGE_DAYS; i-- > 0;) {
        json_t *day = add_item(days);

        give_text(day, "on", date_words(page, date_plus(u->first, i)));
        give_text(day, "count", number_words(page, u->day[i]));
    }
}

static void give_purpose_bars(const struct page *page, json_t *model, const struct client_usage *u)
{
    json_t *part = give_part(model, "by_purpose"), *rows = give_list(part, "rows");
    long most = 1;
    int row = 0;

    for (enum purpose p = 0; p < PURPOSE_COUNT; p++)
        most = u->purpose[p] > most ? u->purpose[p] : most;
    for (enum purpose p = 0; p < PURPOSE_COUNT; p++) {
        if (u->purpose[p] == 0)
            continue;
        json_t *item = add_item(rows);

        give_text(item, "name", page_word(page, "purpose", purpose_code(p)));
        give_text(item, "count", number_words(page, u->purpose[p]));
        give_text(item, "label_y", page_text(page, "%d", row * ROW + LABEL));
        give_text(item, "y", page_text(page, "%d", row * ROW + BAR));
        give_percent(page, item, "width", 94.0 * (double)u->purpose[p] / (double)most);
        row++;
    }
    give_text(part, "height", page_text(page, "%d", row * ROW));
}

static void give_outcomes(const struct page *page, json_t *model, const struct client_usage *u)
{
    json_t *list = give_list(model, "outcomes");

    for (int i = 0; i < USAGE_OUTCOMES; i++) {
        json_t *item = add_item(list);

        give_text(item, "name", page_word(page, "outcome", client_outcomes[i]));
        give_text(item, "count", number_words(page, u->outcome[i]));
    }
}

/* The status that a problem with this code has; 0 for one that there is no more. */
static int status_of(const char *code)
{
    for (enum fault f = 0; f < FAULT_COUNT; f++)
        if (strcmp(fault_code(f), code) == 0)
            return fault_status(f);
    return 0;
}

static void give_refusals(const struct page *page, json_t *model, const struct client_shown *s)
{
    json_t *list = give_list(model, "refusals");

    for (size_t i = 0; i < s->refusal_count; i++) {
        const struct client_refusal *r = &s->refusal[i];
        json_t *item = add_item(list);

        give_text(item, "on", date_words(page, r->on));
        give_text(item, "status", page_text(page, "%d", status_of(r->code)));
        give_text(item, "code", r->code);
        give_text(item, "count", number_words(page, r->count));
    }
    give_flag(model, "no_refusals", s->refusal_count == 0);
}

h2o_iovec_t client_page(const struct page *page, const struct client_shown *s)
{
    json_t *model = json_object();

    give_text(model, "client", s->client);
    give_text(model, "admin", s->admin);
    give_flag(model, "sandbox", s->sandbox);
    give_flag(model, "few_codes", s->recovery_left <= FEW_CODES);
    give_count(page, model, "codes", s->recovery_left);
    give_contract(page, model, s);
    give_flag(model, "no_usage", s->usage.all == 0);
    if (s->usage.all != 0) {
        give_days(page, model, &s->usage);
        give_purpose_bars(page, model, &s->usage);
        give_outcomes(page, model, &s->usage);
    }
    give_refusals(page, model, s);
    return page_render(page, "client", model);
}
