#include "endpoints/owner/looks.h"

#include <stdlib.h>
#include <string.h>

#include "core/date.h"
#include "core/service.h"
#include "endpoints/page.h"
#include "endpoints/place.h"
#include "http/form.h"
#include "http/reply.h"
#include "render/looks_page.h"
#include "store/asker.h"
#include "store/db.h"
#include "store/trail.h"

enum { ON_A_PAGE = 50, IN_A_TABLE = 10000, NUMBER_DIGITS = 18 };

struct looking {
    struct exchange *x;
    struct looks_shown shown;
    const char *after_at, *after_spool, *after_entry; /* a place in the trail */
};

enum column { AT, CLIENT, PURPOSE, REFERENCE, SPOOL, ENTRY };

static continuation page_on_lookers, page_on_looks, table_on_looks;

static bool is_number(const char *text, size_t length)
{
    return length > 0 && length <= NUMBER_DIGITS && strspn(text, "0123456789") >= length;
}

/* Empty fields of a form ask for nothing. */
static const char *asked(struct exchange *x, const char *name)
{
    const char *value = query_field(x, name);

    return value == NULL || *value == '\0' ? NULL : value;
}

static const char *asked_day(struct exchange *x, const char *name, bool *wrong, struct date *day)
{
    const char *value = asked(x, name);

    *wrong = value != NULL &&
             !(strlen(value) == DATE_TEXT - 1 && value[4] == '-' && date_parse(day, value, strlen(value)));
    return value;
}

/* What is no purpose and no client at all finds nothing, as one that never looked. */
static bool read_filter(struct exchange *x, struct looks_filter *f)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.:-";
    struct date from = {0}, to = {0};

    f->purpose = asked(x, "purpose");
    if (f->purpose != NULL &&
        (strlen(f->purpose) >= PURPOSE_BYTES || strspn(f->purpose, letters) != strlen(f->purpose)))
        f->purpose = "-";
    f->client = asked(x, "client");
    if (f->client != NULL && !is_number(f->client, strlen(f->client)))
        f->client = "0";
    f->from = asked_day(x, "from", &f->from_wrong, &from);
    f->to = asked_day(x, "to", &f->to_wrong, &to);
    f->order_wrong = date_known(from) && date_known(to) && date_compare(to, from) < 0;
    return !f->from_wrong && !f->to_wrong && !f->order_wrong;
}

static const char *list_of(const struct looking *l)
{
    return exchange_text(l->x, "looks of %s by %s", l->shown.handle, account_text(l->x));
}

/* Of the last line that was seen. What is none of ours begins at the top. */
static void read_place(struct looking *l)
{
    struct place place;

    if (!place_open(l->x, list_of(l), asked(l->x, "after"), &place))
        return;
    l->after_at = place.at;
    l->after_spool = place.spool;
    l->after_entry = place.entry;
    l->shown.later = true;
}

static void read_looks(struct looking *l, int most, continuation *resume)
{
    struct exchange *x = l->x;
    const struct looks_filter *f = &l->shown.filter;

    db_read(x, QUERY_LOOKS_OF_VEHICLE,
            DB_VALUES(l->shown.handle, account_text(x), f->purpose, f->client, f->from_wrong ? NULL : f->from,
                      f->to_wrong ? NULL : f->to, l->after_at, l->after_spool, l->after_entry,
                      exchange_text(x, "%d", most)),
            resume, l);
}

static struct looking *begin(struct exchange *x)
{
    struct looking *l = exchange_new(x, struct looking);

    l->x = x;
    l->shown.handle = segment_text(x, 0);
    return l;
}

void looks_start(struct exchange *x)
{
    struct looking *l = begin(x);

    db_read(x, QUERY_LOOKERS_OF_VEHICLE, DB_VALUES(l->shown.handle, account_text(x)), page_on_lookers, l);
}

static void add_choice(struct exchange *x, struct choice *choices, size_t *count, const char *value,
                       const char *name)
{
    if (value == NULL || *count == CHOICES_MOST)
        return;
    for (size_t i = 0; i < *count; i++)
        if (strcmp(choices[i].value, value) == 0)
            return;
    choices[(*count)++] = (struct choice){exchange_kept(x, value), exchange_kept(x, name)};
}

static void page_on_lookers(void *state, const struct answer *answer)
{
    struct looking *l = state;
    struct looks_shown *s = &l->shown;

    if (failed(answer->fault)) {
        reply_fault(l->x, answer->fault);
        return;
    }
    for (int row = 0; row < answer->rows->count; row++) {
        const char *name = rows_text(answer->rows, row, 1);

        add_choice(l->x, s->purposes, &s->purpose_count, rows_text(answer->rows, row, 2), NULL);
        if (name != NULL)
            add_choice(l->x, s->clients, &s->client_count, rows_text(answer->rows, row, 0), name);
    }
    bool readable = read_filter(l->x, &s->filter);
    read_place(l);
    read_looks(l, readable ? ON_A_PAGE + 1 : 0, page_on_looks);
}

/* At most so many of them; a single row of nulls is none. */
static size_t take_looks(struct looking *l, const struct rows *rows, int most)
{
    int count = rows_text(rows, 0, AT) == NULL ? 0 : rows->count;
    struct look *line = exchange_alloc(l->x, sizeof(*line) * ((size_t)count + 1));

    count = count > most ? most : count;
    for (int row = 0; row < count; row++)
        line[row] = (struct look){
            .at = rows_number(rows, row, AT),
            .client = rows_text(rows, row, CLIENT),
            .purpose = rows_text(rows, row, PURPOSE),
            .reference = rows_text(rows, row, REFERENCE),
        };
    l->shown.line = line;
    l->shown.count = (size_t)count;
    return (size_t)count;
}

static void page_on_looks(void *state, const struct answer *answer)
{
    struct looking *l = state;
    struct exchange *x = l->x;
    const struct rows *rows = answer->rows;

    if (failed(answer->fault) || rows->count == 0) {
        reply_fault(x, failed(answer->fault) ? answer->fault : FAULT_PATH_UNKNOWN);
        return;
    }
    take_looks(l, rows, ON_A_PAGE);
    if (rows->count > ON_A_PAGE)
        l->shown.next = place_seal(x, list_of(l),
                                   (struct place){rows_text(rows, ON_A_PAGE - 1, AT),
                                                  rows_text(rows, ON_A_PAGE - 1, SPOOL),
                                                  rows_text(rows, ON_A_PAGE - 1, ENTRY)});
    struct page page = page_for(x, exchange_text(x, "/vehicles/%s/looks", l->shown.handle));
    reply_page(x, 200, looks_page(&page, &l->shown));
}

void looks_csv_start(struct exchange *x)
{
    struct looking *l = begin(x);

    if (read_filter(x, &l->shown.filter))
        read_looks(l, IN_A_TABLE + 1, table_on_looks);
    else
        reply_redirect(x, exchange_text(x, "/vehicles/%s/looks", l->shown.handle));
}

static void table_on_looks(void *state, const struct answer *answer)
{
    struct looking *l = state;
    struct exchange *x = l->x;

    if (failed(answer->fault) || answer->rows->count == 0) {
        reply_fault(x, failed(answer->fault) ? answer->fault : FAULT_PATH_UNKNOWN);
        return;
    }
    take_looks(l, answer->rows, IN_A_TABLE);
    struct page page = page_for(x, "/");
    reply_header(x, "content-disposition", "attachment; filename=\"looks.csv\"");
    reply_bytes(x, 200, REPLY_NO_STORE, "text/csv; charset=utf-8",
                looks_table(&page, l->shown.line, l->shown.count, answer->rows->count > IN_A_TABLE));
}
