#include "endpoints/client/overview.h"

#include <string.h>

#include "core/service.h"
#include "core/settings.h"
#include "endpoints/page.h"
#include "http/reply.h"
#include "render/client_page.h"
#include "store/asker.h"
#include "store/db.h"

/* Columns of client_overview.sql. */
enum { CLIENT, CLIENT_ID, SANDBOX, ADMIN, RECOVERY, FROM, UNTIL, BURST, DAY, PURPOSES };

struct overview {
    struct exchange *x;
    struct client_shown shown;
    char since[DATE_TEXT];
};

static continuation overview_on_client, overview_on_usage, overview_on_errors;

void overview_start(struct exchange *x)
{
    struct overview *o = exchange_new(x, struct overview);

    o->x = x;
    o->shown.usage.first = date_plus(date_today(), 1 - USAGE_DAYS);
    date_text(o->shown.usage.first, o->since);
    db_read(x, QUERY_CLIENT_OVERVIEW, DB_VALUES(client_admin_text(x)), overview_on_client, o);
}

static long or_else(int64_t agreed, long setting)
{
    return agreed == 0 ? setting : (long)agreed;
}

static void read_client(struct overview *o, const struct rows *rows)
{
    struct exchange *x = o->x;
    struct client_shown *s = &o->shown;

    s->client = exchange_kept(x, rows_text(rows, 0, CLIENT));
    s->client_id = exchange_kept(x, rows_text(rows, 0, CLIENT_ID));
    s->admin = exchange_kept(x, rows_text(rows, 0, ADMIN));
    s->sandbox = rows_true(rows, 0, SANDBOX);
    s->recovery_left = (long)rows_number(rows, 0, RECOVERY);
    s->contract.valid_from = rows_number(rows, 0, FROM);
    s->contract.valid_until = rows_number(rows, 0, UNTIL);
    s->contract.burst = or_else(rows_number(rows, 0, BURST), x->service->settings->lookup_burst);
    s->contract.day = or_else(rows_number(rows, 0, DAY), x->service->settings->lookup_day);
    terms_read_purposes(&s->contract.terms, rows_text(rows, 0, PURPOSES));
}

static void overview_on_client(void *state, const struct answer *answer)
{
    struct overview *o = state;

    if (failed(answer->fault) || answer->rows->count == 0) {
        reply_fault(o->x, failed(answer->fault) ? answer->fault : FAULT_SIGNED_OUT);
        return;
    }
    read_client(o, answer->rows);
    db_read(o->x, QUERY_CLIENT_USAGE_DAYS, DB_VALUES(administered_text(o->x), o->since), overview_on_usage,
            o);
}

static size_t outcome_of(const char *code)
{
    size_t i = 0;

    while (i + 1 < USAGE_OUTCOMES && strcmp(client_outcomes[i], code) != 0)
        i++;
    return i;
}

/* What is in no list, or of a day to come by another server's clock, is counted in the sums all the same. */
static void add_usage(struct client_usage *u, const struct rows *rows, int row)
{
    const char *code = rows_text(rows, row, 1);
    long day = date_days_between(u->first, rows_date(rows, row, 0)), count = (long)rows_number(rows, row, 3);
    enum purpose purpose;

    u->all += count;
    u->outcome[outcome_of(rows_text(rows, row, 2))] += count;
    if (day >= 0 && day < USAGE_DAYS)
        u->day[day] += count;
    if (day == USAGE_DAYS - 1)
        u->all_today += count;
    if (!purpose_parse(code, strlen(code), &purpose))
        return;
    u->purpose[purpose] += count;
    if (day == USAGE_DAYS - 1)
        u->today[purpose] += count;
}

static void overview_on_usage(void *state, const struct answer *answer)
{
    struct overview *o = state;

    if (failed(answer->fault)) {
        reply_fault(o->x, answer->fault);
        return;
    }
    for (int row = 0; row < answer->rows->count; row++)
        add_usage(&o->shown.usage, answer->rows, row);
    db_read(o->x, QUERY_CLIENT_ERRORS_DAYS, DB_VALUES(administered_text(o->x), o->since), overview_on_errors,
            o);
}

static void overview_on_errors(void *state, const struct answer *answer)
{
    struct overview *o = state;
    struct client_shown *s = &o->shown;

    if (failed(answer->fault)) {
        reply_fault(o->x, answer->fault);
        return;
    }
    for (int row = 0; row < answer->rows->count && s->refusal_count < CLIENT_REFUSALS_MOST; row++)
        s->refusal[s->refusal_count++] =
            (struct client_refusal){rows_date(answer->rows, row, 0), rows_text(answer->rows, row, 1),
                                    (long)rows_number(answer->rows, row, 2)};
    struct page page = page_for(o->x, "/platform");
    reply_page(o->x, 200, client_page(&page, s));
}
