#include "endpoints/fleet/table.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "core/date.h"
#include "core/service.h"
#include "endpoints/fleet/organisation.h"
#include "endpoints/page.h"
#include "history/papers.h"
#include "history/wmi.h"
#include "http/form.h"
#include "http/reply.h"
#include "render/fleet_page.h"
#include "store/asker.h"
#include "store/db.h"
#include "store/history_store.h"
#include "store/organisation_store.h"
#include "store/trail.h"

enum { AT_ONCE = 200, HEX_KEY = 2 * VEHICLE_KEY_BYTES, KEY_TEXT = HEX_KEY + 6, PAGE_DIGITS = 3 };

/* One of the organisation's, with all that it is found and sorted by. */
struct held {
    struct fleet_vehicle shown;
    struct vehicle_key key;
    struct vin vin;
    const char *maker; /* in the reader's language */
    struct date last_on;
    long findings;
};

struct tabling {
    struct exchange *x;
    struct fleet_shown shown;
    struct held *held; /* those that fit, in order; of a page only its own from `at` to `end` */
    size_t at, end;
    bool as_csv;
    char query[FACT_TEXT];
};

static organisation_done table_on_organisation;
static continuation table_on_vehicles, table_on_histories, table_on_flushed;

static void begin(struct exchange *x, const char *searched, const char *order, const char *page, bool as_csv)
{
    struct tabling *t = exchange_new(x, struct tabling);

    t->x = x;
    t->as_csv = as_csv;
    t->shown.order = fleet_order_of(order);
    t->shown.page = 1;
    t->shown.last = query_is(x, "last");
    if (searched != NULL && fact_normalise(searched, strlen(searched), t->query))
        t->shown.searched = searched;
    if (page != NULL && *page != '\0' && strlen(page) <= PAGE_DIGITS &&
        strspn(page, "0123456789") == strlen(page))
        t->shown.page = (size_t)atol(page);
    organisation_find(x, table_on_organisation, t);
}

void fleet_start(struct exchange *x)
{
    begin(x, NULL, query_field(x, "sort"), query_field(x, "page"), false);
}

void fleet_search_start(struct exchange *x)
{
    if (page_form_is_ours(x))
        begin(x, body_field(x, "q"), body_field(x, "sort"), body_field(x, "page"), false);
}

void fleet_csv_start(struct exchange *x)
{
    begin(x, NULL, query_field(x, "sort"), NULL, true);
}

static void show(struct tabling *t)
{
    struct exchange *x = t->x;
    struct page page = page_for(x, exchange_text(x, "/organisations/%s", t->shown.organisation->handle));

    if (!t->as_csv) {
        reply_page(x, 200, fleet_page(&page, &t->shown));
        return;
    }
    reply_header(x, "content-disposition", "attachment; filename=\"fleet.csv\"");
    reply_bytes(x, 200, REPLY_NO_STORE, "text/csv; charset=utf-8",
                fleet_table(&page, t->shown.vehicle, t->shown.count));
}

/* Before it is approved there is nothing to show but how it stands. */
static void table_on_organisation(void *state, const struct organisation *organisation)
{
    struct tabling *t = state;
    struct exchange *x = t->x;

    t->shown.organisation = organisation;
    if (strcmp(organisation->state, "approved") == 0)
        db_read(x, QUERY_FLEET_VEHICLES,
                DB_VALUES(organisation->handle, account_text(x), exchange_text(x, "%d", FLEET_MOST)),
                table_on_vehicles, t);
    else if (t->as_csv)
        reply_fault(x, FAULT_PATH_UNKNOWN);
    else
        show(t);
}

static bool read_held(struct tabling *t, const struct rows *rows, int row, struct held *h)
{
    enum column { HANDLE, KEY, VIN, PLATE, CLAIMED_AT, LAST_ON, FINDINGS };
    struct exchange *x = t->x;
    const struct keys *keys = x->service->keys;
    const struct maker *maker;

    *h = (struct held){.last_on = rows_date(rows, row, LAST_ON),
                       .findings = (long)rows_number(rows, row, FINDINGS),
                       .shown.claimed_at = rows_number(rows, row, CLAIMED_AT)};
    if (!vehicle_vin_open(&x->pool, keys, rows_bytes(&x->pool, rows, row, KEY),
                          rows_bytes(&x->pool, rows, row, VIN), &h->vin))
        return false;
    h->key = vehicle_key_of(keys, &h->vin);
    h->shown.handle = exchange_kept(x, rows_text(rows, row, HANDLE));
    h->shown.plate =
        fleet_plate_open(&x->pool, keys, h->shown.handle, rows_bytes(&x->pool, rows, row, PLATE));
    maker = maker_of(&h->vin);
    h->maker = maker == NULL ? "" : maker->zh;
    return true;
}

/* A part of the plate, or the end of the VIN. */
static bool fits(const struct tabling *t, const struct held *h)
{
    size_t length = strlen(t->query);

    if (t->shown.searched == NULL)
        return true;
    if (h->shown.plate != NULL && strstr(h->shown.plate, t->query) != NULL)
        return true;
    return length <= VIN_LENGTH && strcmp(h->vin.text + VIN_LENGTH - length, t->query) == 0;
}

static int by_plate(const void *a, const void *b)
{
    const struct held *x = a, *y = b;

    return strcmp(x->shown.plate == NULL ? "" : x->shown.plate, y->shown.plate == NULL ? "" : y->shown.plate);
}

static int by_claim(const void *a, const void *b)
{
    const struct held *x = a, *y = b;

    if (x->shown.claimed_at != y->shown.claimed_at)
        return x->shown.claimed_at < y->shown.claimed_at ? 1 : -1;
    return by_plate(a, b);
}

static int by_maker(const void *a, const void *b)
{
    int order = strcmp(((const struct held *)a)->maker, ((const struct held *)b)->maker);

    return order != 0 ? order : by_plate(a, b);
}

/* The longest ago first: those want looking at. */
static int by_repair(const void *a, const void *b)
{
    int order = date_compare(((const struct held *)a)->last_on, ((const struct held *)b)->last_on);

    return order != 0 ? order : by_plate(a, b);
}

static int by_findings(const void *a, const void *b)
{
    const struct held *x = a, *y = b;

    if (x->findings != y->findings)
        return x->findings < y->findings ? 1 : -1;
    return by_plate(a, b);
}

static void sort(struct held *held, size_t count, enum fleet_order order)
{
    static int (*const by[])(const void *a, const void *b) = {
        [FLEET_BY_CLAIM] = by_claim,   [FLEET_BY_PLATE] = by_plate,       [FLEET_BY_MAKER] = by_maker,
        [FLEET_BY_REPAIR] = by_repair, [FLEET_BY_FINDINGS] = by_findings,
    };

    qsort(held, count, sizeof(*held), by[order]);
}

/* Which of them this page has; a page that is not there is the last one. */
static void choose_page(struct tabling *t)
{
    struct fleet_shown *s = &t->shown;

    s->pages = s->found == 0 ? 1 : (s->found + FLEET_PAGE - 1) / FLEET_PAGE;
    s->page = s->page < 1 ? 1 : s->page > s->pages ? s->pages : s->page;
    t->at = t->as_csv ? 0 : (s->page - 1) * FLEET_PAGE;
    t->end = t->as_csv || t->at + FLEET_PAGE > s->found ? s->found : t->at + FLEET_PAGE;
    s->vehicle = exchange_alloc(t->x, sizeof(*s->vehicle) * (t->end - t->at + 1));
}

/* The next of those whose histories are to be read; a few at a time, so that no statement is long. */
static void read_histories(struct tabling *t)
{
    struct exchange *x = t->x;
    size_t count = t->end - t->at < AT_ONCE ? t->end - t->at : AT_ONCE;
    char *text = exchange_alloc(x, count * KEY_TEXT + 2), *end = stpcpy(text, "{");

    if (count == 0) {
        trail_flush(x, table_on_flushed, t);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        end = stpcpy(end, "\"\\\\x");
        sodium_bin2hex(end, HEX_KEY + 1, t->held[t->at + i].key.bytes, VEHICLE_KEY_BYTES);
        end = stpcpy(end + HEX_KEY, "\",");
    }
    end[-1] = '}';
    db_read(x, QUERY_FLEET_HISTORIES, DB_VALUES(text), table_on_histories, t);
}

static void table_on_vehicles(void *state, const struct answer *answer)
{
    struct tabling *t = state;
    const struct rows *rows = answer->rows;

    if (failed(answer->fault)) {
        reply_fault(t->x, answer->fault);
        return;
    }
    t->held = exchange_alloc(t->x, sizeof(*t->held) * ((size_t)rows->count + 1));
    for (int row = 0; row < rows->count; row++) {
        struct held *h = &t->held[t->shown.found];

        if (!read_held(t, rows, row, h))
            continue;
        t->shown.total++;
        t->shown.found += fits(t, h);
    }
    sort(t->held, t->shown.found, t->shown.order);
    choose_page(t);
    read_histories(t);
}

/* Each vehicle whose history stands on the page was looked at. */
static bool leave_line(struct tabling *t, const struct held *h)
{
    struct trail_line line = {.looked_at = clock_wall(), .vehicle = h->key, .account = t->x->asker.account};

    line.version = h->shown.view->version;
    line.audience = (uint8_t)t->x->audience;
    line.outcome = h->shown.view->count > 0 ? TRAIL_SHOWN : TRAIL_NO_RECORD;
    strcpy(line.purpose, "own_fleet");
    strcpy(line.reference, "-");
    return !failed(trail_write(t->x->service, &line));
}

static void table_on_histories(void *state, const struct answer *answer)
{
    struct tabling *t = state;
    struct exchange *x = t->x;
    struct fleet_vehicle *shown = (struct fleet_vehicle *)t->shown.vehicle;
    struct rows part = {0};

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    for (int from = 0; from < answer->rows->count && t->at < t->end; from += part.count, t->at++) {
        struct history *history = exchange_new(x, struct history);
        struct view *view = exchange_new(x, struct view);
        struct held *h = &t->held[t->at];
        uint64_t xmin;

        part = rows_run(answer->rows, from);
        history_from_rows(&x->pool, x->service->keys, &part, &h->key, &h->vin, history, &xmin);
        disclose(&x->pool, history, x->audience, view);
        h->shown.view = view;
        if (!leave_line(t, h)) {
            reply_fault(x, FAULT_BUSY);
            return;
        }
        shown[t->shown.count++] = h->shown;
    }
    read_histories(t);
}

static void table_on_flushed(void *state, const struct answer *answer)
{
    struct tabling *t = state;

    if (failed(answer->fault))
        reply_fault(t->x, answer->fault);
    else
        show(t);
}
