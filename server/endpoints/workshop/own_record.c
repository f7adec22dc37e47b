#include "endpoints/workshop/own_record.h"

#include <string.h>

#include "core/service.h"
#include "store/history_store.h"

enum { VIN = RECORD_FULL_COLUMNS, KEY };

const struct view_record *own_record(struct exchange *x, const struct rows *rows, int row)
{
    const struct keys *keys = x->service->keys;
    h2o_iovec_t bytes = rows_bytes(&x->pool, rows, row, KEY);
    struct history *history = exchange_new(x, struct history);
    struct view *view = exchange_new(x, struct view);
    struct rows one = *rows;
    struct vehicle_key key;
    struct vin vin;
    uint64_t xmin;

    if (bytes.len != sizeof(key.bytes) ||
        !vehicle_vin_open(&x->pool, keys, bytes, rows_bytes(&x->pool, rows, row, VIN), &vin))
        return NULL;
    memcpy(key.bytes, bytes.base, sizeof(key.bytes));
    one.first += row;
    one.count = 1;
    history_from_rows(&x->pool, keys, &one, &key, &vin, history, &xmin);
    disclose(&x->pool, history, AUDIENCE_WORKSHOP, view);
    return view->count == 0 ? NULL : &view->records[0];
}
