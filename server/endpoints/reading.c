#include "endpoints/reading.h"

#include "core/service.h"
#include "endpoints/page.h"
#include "http/reply.h"
#include "render/garage_page.h"
#include "store/asker.h"
#include "store/cache.h"
#include "store/db.h"
#include "store/history_store.h"

struct reading_flow {
    struct exchange *x;
    struct reading reading;
    reading_done *next;
    void *state;
};

static continuation reading_on_owner, reading_on_ended, reading_on_cached, reading_on_rows;

static struct reading_flow *flow_new(struct exchange *x, reading_done *next, void *state)
{
    struct reading_flow *f = exchange_new(x, struct reading_flow);

    *f = (struct reading_flow){.x = x, .next = next, .state = state};
    return f;
}

static void find(struct reading_flow *f, h2o_iovec_t key, h2o_iovec_t sealed_vin)
{
    struct exchange *x = f->x;
    struct reading *r = &f->reading;

    if (!vehicle_vin_open(&x->pool, x->service->keys, key, sealed_vin, &r->vin)) {
        reply_fault(x, FAULT_PATH_UNKNOWN);
        return;
    }
    r->key = vehicle_key_of(x->service->keys, &r->vin);
    cache_get(x, CACHED_HISTORY, &r->key, 1, reading_on_cached, f);
}

void reading_owned(struct exchange *x, reading_done *next, void *state)
{
    db_read(x, QUERY_OWNERSHIP_BY_HANDLE, DB_VALUES(segment_text(x, 0), account_text(x)), reading_on_owner,
            flow_new(x, next, state));
}

void reading_of(struct exchange *x, h2o_iovec_t key, h2o_iovec_t sealed_vin, reading_done *next, void *state)
{
    find(flow_new(x, next, state), key, sealed_vin);
}

static void reading_on_ended(void *state, const struct answer *answer)
{
    enum { KEY, VIN, ENDED, ENDED_ON };
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

static void reading_on_owner(void *state, const struct answer *answer)
{
    struct reading_flow *f = state;
    struct exchange *x = f->x;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    if (answer->rows->count == 0) {
        db_read(x, QUERY_OWNERSHIP_ENDED, DB_VALUES(segment_text(x, 0), account_text(x)), reading_on_ended,
                x);
        return;
    }
    f->reading.held_since = exchange_text(x, "%s", rows_text(answer->rows, 0, 2));
    f->reading.just_claimed = rows_true(answer->rows, 0, 3);
    find(f, rows_bytes(&x->pool, answer->rows, 0, 0), rows_bytes(&x->pool, answer->rows, 0, 1));
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
