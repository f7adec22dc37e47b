#include "endpoints/client/calls.h"

#include <string.h>

#include "core/date.h"
#include "endpoints/page.h"
#include "endpoints/place.h"
#include "http/form.h"
#include "http/reply.h"
#include "render/client_calls_page.h"
#include "store/asker.h"
#include "store/db.h"

enum { ON_A_PAGE = 50, IN_A_TABLE = 10000 };
enum { AT, PURPOSE, REFERENCE, OUTCOME, SPOOL, ENTRY }; /* columns of client_calls.sql */

struct calls_flow {
    struct exchange *x;
    struct client_calls shown;
    const char *from;                                    /* microseconds */
    const char *before_at, *before_spool, *before_entry; /* a place in the trail */
};

static continuation page_on_calls, table_on_calls;

/* Empty fields of a form ask for nothing. */
static const char *asked(struct exchange *x, const char *name)
{
    const char *value = query_field(x, name);

    return value == NULL || *value == '\0' ? NULL : value;
}

/* One day, or the last thirty with today. False for what is no day. */
static bool read_days(struct calls_flow *c)
{
    const struct date first = {1970, 1, 1};
    struct client_calls_filter *f = &c->shown.filter;
    int64_t end = china_day(clock_wall()) + 1, begin = end - CALLS_DAYS;
    struct date day;

    f->day = asked(c->x, "day");
    f->day_wrong = f->day != NULL && !(strlen(f->day) == DATE_TEXT - 1 && f->day[4] == '-' &&
                                       date_parse(&day, f->day, strlen(f->day)));
    if (f->day != NULL && !f->day_wrong) {
        begin = date_days_between(first, day);
        end = begin + 1;
    }
    c->from = exchange_text(c->x, "%lld", (long long)china_day_begins(begin));
    c->before_at = exchange_text(c->x, "%lld", (long long)china_day_begins(end));
    c->before_spool = "";
    c->before_entry = "0";
    return !f->day_wrong;
}

/* What is no purpose finds nothing. */
static void read_purpose(struct calls_flow *c)
{
    enum purpose purpose;
    const char *code = asked(c->x, "purpose");

    c->shown.filter.purpose = code == NULL                                  ? NULL
                              : purpose_parse(code, strlen(code), &purpose) ? purpose_code(purpose)
                                                                            : "-";
}

static const char *list_of(struct exchange *x)
{
    return exchange_text(x, "calls of %s", administered_text(x));
}

/* Of the last line that was seen. What is none of ours begins at the top. */
static void read_place(struct calls_flow *c)
{
    struct place place;

    if (!place_open(c->x, list_of(c->x), asked(c->x, "after"), &place))
        return;
    c->before_at = place.at;
    c->before_spool = place.spool;
    c->before_entry = place.entry;
    c->shown.later = true;
}

static void read_calls(struct calls_flow *c, int most, continuation *resume)
{
    struct exchange *x = c->x;

    db_read(x, QUERY_CLIENT_CALLS,
            DB_VALUES(administered_text(x), c->shown.filter.purpose, c->from, c->before_at, c->before_spool,
                      c->before_entry, exchange_text(x, "%d", most)),
            resume, c);
}

static struct calls_flow *begin(struct exchange *x)
{
    struct calls_flow *c = exchange_new(x, struct calls_flow);

    c->x = x;
    return c;
}

void calls_start(struct exchange *x)
{
    struct calls_flow *c = begin(x);
    bool readable = read_days(c);

    read_purpose(c);
    read_place(c);
    read_calls(c, readable ? ON_A_PAGE + 1 : 0, page_on_calls);
}

/* At most so many of them. */
static void take_calls(struct calls_flow *c, const struct rows *rows, int most)
{
    int count = rows->count > most ? most : rows->count;
    struct client_call *call = exchange_alloc(c->x, sizeof(*call) * ((size_t)count + 1));

    for (int row = 0; row < count; row++)
        call[row] = (struct client_call){rows_number(rows, row, AT), rows_text(rows, row, PURPOSE),
                                         rows_text(rows, row, REFERENCE), rows_text(rows, row, OUTCOME)};
    c->shown.call = call;
    c->shown.count = (size_t)count;
}

static void page_on_calls(void *state, const struct answer *answer)
{
    struct calls_flow *c = state;
    struct exchange *x = c->x;
    const struct rows *rows = answer->rows;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    take_calls(c, rows, ON_A_PAGE);
    if (rows->count > ON_A_PAGE)
        c->shown.next = place_seal(x, list_of(x),
                                   (struct place){rows_text(rows, ON_A_PAGE - 1, AT),
                                                  rows_text(rows, ON_A_PAGE - 1, SPOOL),
                                                  rows_text(rows, ON_A_PAGE - 1, ENTRY)});
    struct page page = page_for(x, "/platform/calls");
    reply_page(x, 200, client_calls_page(&page, &c->shown));
}

void calls_csv_start(struct exchange *x)
{
    struct calls_flow *c = begin(x);
    bool readable = read_days(c);

    read_purpose(c);
    if (readable)
        read_calls(c, IN_A_TABLE + 1, table_on_calls);
    else
        reply_redirect(x, "/platform/calls");
}

static void table_on_calls(void *state, const struct answer *answer)
{
    struct calls_flow *c = state;
    struct exchange *x = c->x;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    take_calls(c, answer->rows, IN_A_TABLE);
    struct page page = page_for(x, "/");
    reply_header(x, "content-disposition", "attachment; filename=\"calls.csv\"");
    reply_bytes(x, 200, REPLY_NO_STORE, "text/csv; charset=utf-8",
                client_calls_table(&page, c->shown.call, c->shown.count, answer->rows->count > IN_A_TABLE));
}
