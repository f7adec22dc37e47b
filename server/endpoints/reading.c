#include "endpoints/reading.h"

#include <string.h>

#include "core/service.h"
#include "endpoints/page.h"
#include "history/disclosure.h"
#include "http/reply.h"
#include "render/garage_page.h"
#include "store/asker.h"
#include "store/cache.h"
#include "store/db.h"
#include "store/history_store.h"

struct reading_flow {
    struct exchange *x;
    struct reading reading;
    bool managed_only;
    reading_done *next;
    void *state;
};

static continuation reading_on_access, reading_on_ended, reading_on_cached, reading_on_rows;

static struct reading_flow *flow_new(struct exchange *x, reading_done *next, void *state)
{
    struct reading_flow *f = exchange_new(x, struct reading_flow);

    *f = (struct reading_flow){.x = x, .next = next, .state = state};
    return f;
}

static void look(struct reading_flow *f)
{
    struct reading *r = &f->reading;

    r->key = vehicle_key_of(f->x->service->keys, &r->vin);
    cache_get(f->x, CACHED_HISTORY, &r->key, 1, reading_on_cached, f);
}

static void find(struct reading_flow *f, h2o_iovec_t key, h2o_iovec_t sealed_vin)
{
    struct exchange *x = f->x;
    struct reading *r = &f->reading;

    if (!vehicle_vin_open(&x->pool, x->service->keys, key, sealed_vin, &r->vin)) {
        reply_fault(x, FAULT_PATH_UNKNOWN);
        return;
    }
    look(f);
}

static void find_access(struct reading_flow *f)
{
    db_read(f->x, QUERY_ACCESS_BY_HANDLE, DB_VALUES(segment_text(f->x, 0), account_text(f->x)),
            reading_on_access, f);
}

void reading_allowed(struct exchange *x, reading_done *next, void *state)
{
    find_access(flow_new(x, next, state));
}

void reading_managed(struct exchange *x, reading_done *next, void *state)
{
    struct reading_flow *f = flow_new(x, next, state);

    f->managed_only = true;
    find_access(f);
}

void reading_of(struct exchange *x, h2o_iovec_t key, h2o_iovec_t sealed_vin, reading_done *next, void *state)
{
    find(flow_new(x, next, state), key, sealed_vin);
}

void reading_of_vin(struct exchange *x, const struct vin *vin, reading_done *next, void *state)
{
    struct reading_flow *f = flow_new(x, next, state);

    f->reading.vin = *vin;
    look(f);
}

enum column { KEY, VIN, HELD_SINCE, JUST_CLAIMED, AUDIENCE, MANAGES, UNTIL, NUMBER };

static void reading_on_ended(void *state, const struct answer *answer)
{
    enum { ENDED = VIN + 1, ENDED_ON };
    struct exchange *x = state;
    const struct rows *rows = answer->rows;
    char masked[VIN_LENGTH + 1];
    struct vin vin;

    if (failed(answer->fault) || rows->count == 0 ||
        !vehicle_vin_open(&x->pool, x->service->keys, rows_bytes(&x->pool, rows, 0, KEY),
                          rows_bytes(&x->pool, rows, 0, VIN), &vin)) {
        reply_fault(x, failed(answer->fault) ? answer->fault : FAULT_PATH_UNKNOWN);
        return;
    }
    struct page page = page_for(x, exchange_text(x, "/vehicles/%s", segment_text(x, 0)));
    reply_page(
        x, 404,
        ended_page(&page, vin_masked(&vin, masked), rows_text(rows, 0, ENDED), rows_date(rows, 0, ENDED_ON)));
}

static void reading_on_access(void *state, const struct answer *answer)
{
    struct reading_flow *f = state;
    struct exchange *x = f->x;
    const struct rows *rows = answer->rows;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    if (rows->count == 0) {
        db_read(x, QUERY_OWNERSHIP_ENDED, DB_VALUES(segment_text(x, 0), account_text(x)), reading_on_ended,
                x);
        return;
    }
    if (f->managed_only && !rows_true(rows, 0, MANAGES)) {
        reply_fault(x, FAULT_PATH_UNKNOWN);
        return;
    }
    f->reading.held_since = exchange_text(x, "%s", rows_text(rows, 0, HELD_SINCE));
    f->reading.just_claimed = rows_true(rows, 0, JUST_CLAIMED);
    f->reading.manages = rows_true(rows, 0, MANAGES);
    f->reading.until = rows_number(rows, 0, UNTIL);
    f->reading.number = (long)rows_number(rows, 0, NUMBER);
    if (strcmp(rows_text(rows, 0, AUDIENCE), audience_code(AUDIENCE_OWNER)) != 0)
        x->audience = AUDIENCE_CONSENT;
    find(f, rows_bytes(&x->pool, rows, 0, KEY), rows_bytes(&x->pool, rows, 0, VIN));
}

static void go_on(struct reading_flow *f, const struct rows *rows)
{
    struct exchange *x = f->x;
    struct history *history = exchange_new(x, struct history);
    uint64_t xmin;

    history_from_rows(&x->pool, x->service->keys, rows, &f->reading.key, &f->reading.vin, history, &xmin);
    f->reading.history = history;
    f->next(f->state, &f->reading);
}

static void reading_on_cached(void *state, const struct answer *answer)
{
    struct reading_flow *f = state;
    struct rows rows;

    if (answer->values[0].len != 0 && rows_decode(&f->x->pool, answer->values[0], &rows))
        go_on(f, &rows);
    else
        db_read(f->x, QUERY_HISTORY_FULL, DB_VALUES(vehicle_key_text(&f->x->pool, &f->reading.key)),
                reading_on_rows, f);
}

static void reading_on_rows(void *state, const struct answer *answer)
{
    struct reading_flow *f = state;
    struct exchange *x = f->x;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    cache_put(x, CACHED_HISTORY, &f->reading.key, rows_xid(answer->rows, 0, 0),
              rows_number(answer->rows, 0, 1), rows_encode(&x->pool, answer->rows));
    go_on(f, answer->rows);
}
