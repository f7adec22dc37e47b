#include "endpoints/owner/vehicle.h"

#include <string.h>

#include "core/date.h"
#include "core/seal.h"
#include "core/service.h"
#include "endpoints/page.h"
#include "history/disclosure.h"
#include "history/record.h"
#include "http/reply.h"
#include "render/vehicle_page.h"
#include "store/cache.h"
#include "store/db.h"
#include "store/history_store.h"
#include "store/trail.h"

struct visit {
    struct exchange *x;
    struct vin vin;
    struct vehicle_key key;
    const char *held_since;
    bool just_claimed;
    struct view view;
};

static continuation vehicle_on_owner, vehicle_on_cached, vehicle_on_rows, vehicle_on_flushed,
    vehicle_on_lookers;
static void vehicle_disclose(struct visit *v, const struct rows *rows);

void vehicle_start(struct exchange *x)
{
    struct visit *v = exchange_new(x, struct visit);

    v->x = x;
    db_read(x, QUERY_OWNERSHIP_BY_HANDLE,
            DB_VALUES(segment_text(x, 0), exchange_text(x, "%lld", (long long)x->asker.account)),
            vehicle_on_owner, v);
}

static void vehicle_on_owner(void *state, const struct answer *answer)
{
    struct visit *v = state;
    struct exchange *x = v->x;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    if (answer->rows->count == 0 ||
        !vehicle_vin_open(&x->pool, x->service->keys, rows_bytes(&x->pool, answer->rows, 0, 0),
                          rows_bytes(&x->pool, answer->rows, 0, 1), &v->vin)) {
        reply_fault(x, FAULT_PATH_UNKNOWN);
        return;
    }
    v->key = vehicle_key_of(x->service->keys, &v->vin);
    v->held_since = exchange_text(x, "%s", rows_text(answer->rows, 0, 2));
    v->just_claimed = rows_true(answer->rows, 0, 3);
    cache_get(x, CACHED_HISTORY, &v->key, 1, vehicle_on_cached, v);
}

static void vehicle_on_cached(void *state, const struct answer *answer)
{
    struct visit *v = state;
    struct rows rows;

    if (answer->values[0].len != 0 && rows_decode(&v->x->pool, answer->values[0], &rows))
        vehicle_disclose(v, &rows);
    else
        db_read(v->x, QUERY_HISTORY_FULL, DB_VALUES(vehicle_key_text(&v->x->pool, &v->key)), vehicle_on_rows,
                v);
}

static void vehicle_on_rows(void *state, const struct answer *answer)
{
    struct visit *v = state;
    struct exchange *x = v->x;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    cache_put(x, CACHED_HISTORY, &v->key, rows_xid(answer->rows, 0, 0), rows_number(answer->rows, 0, 1),
              rows_encode(&x->pool, answer->rows));
    vehicle_disclose(v, answer->rows);
}

/* The owner's look leaves a line too, and it is on the disk before the page leaves. */
static void vehicle_disclose(struct visit *v, const struct rows *rows)
{
    struct exchange *x = v->x;
    struct history *history = exchange_new(x, struct history);
    struct trail_line line = {.looked_at = clock_wall(), .vehicle = v->key, .account = x->asker.account};
    uint64_t xmin;

    history_from_rows(&x->pool, x->service->keys, rows, &v->key, &v->vin, history, &xmin);
    disclose(&x->pool, history, x->audience, &v->view);
    line.version = history->vehicle.version;
    line.audience = (uint8_t)x->audience;
    line.outcome = v->view.count > 0 ? TRAIL_SHOWN : TRAIL_NO_RECORD;
    strcpy(line.purpose, "own_vehicle");
    strcpy(line.reference, "-");
    if (failed(trail_write(x->service, &line)))
        reply_fault(x, FAULT_BUSY);
    else
        trail_flush(x, vehicle_on_flushed, v);
}

static void vehicle_on_flushed(void *state, const struct answer *answer)
{
    struct visit *v = state;

    if (failed(answer->fault))
        reply_fault(v->x, answer->fault);
    else
        db_read(v->x, QUERY_TRAIL_OF_VEHICLE,
                DB_VALUES(vehicle_key_text(&v->x->pool, &v->key), v->held_since), vehicle_on_lookers, v);
}

static void read_looks(struct exchange *x, const struct rows *rows, struct looks *looks)
{
    struct look *line = exchange_alloc(x, sizeof(*line) * ((size_t)rows->count + 1));

    for (int row = 0; row < rows->count; row++)
        line[row] = (struct look){
            .at = rows_number(rows, row, 0),
            .client = rows_text(rows, row, 1),
            .purpose = rows_text(rows, row, 2),
            .reference = rows_text(rows, row, 3),
        };
    *looks =
        (struct looks){line, (size_t)rows->count, rows->count == 0 ? 0 : (size_t)rows_number(rows, 0, 4)};
}

static void vehicle_on_lookers(void *state, const struct answer *answer)
{
    struct visit *v = state;
    struct exchange *x = v->x;
    struct looks looks;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    read_looks(x, answer->rows, &looks);
    struct page page = page_for(x, exchange_text(x, "/vehicles/%s", segment_text(x, 0)));
    reply_page(x, 200, vehicle_page(&page, &v->view, &looks, v->just_claimed));
}
