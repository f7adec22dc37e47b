#include "endpoints/platform/watch.h"

#include <string.h>
#include <time.h>

#include "core/service.h"
#include "history/handle.h"
#include "http/reply.h"
#include "store/db.h"
#include "store/history_store.h"

static continuation watch_on_done;

/* Of the watch's row: client and vehicle. False after an answer. */
static bool read_handle(struct exchange *x, const char **client, const char **vehicle)
{
    struct vin vin;

    if (!handle_read(x->service->keys, x->asker.client, x->segment[0], handle_epoch(time(NULL)), &vin)) {
        reply_fault(x, FAULT_HANDLE_UNKNOWN);
        return false;
    }
    struct vehicle_key key = vehicle_key_of(x->service->keys, &vin);
    *client = exchange_text(x, "%lld", (long long)x->asker.client);
    *vehicle = vehicle_key_text(&x->pool, &key);
    return true;
}

void watch_start(struct exchange *x)
{
    const char *client, *vehicle;

    if (read_handle(x, &client, &vehicle))
        db_write(x, QUERY_WATCH_PUT, DB_VALUES(client, vehicle), watch_on_done, x);
}

void watch_end_start(struct exchange *x)
{
    const char *client, *vehicle;

    if (read_handle(x, &client, &vehicle))
        db_write(x, QUERY_WATCH_END, DB_VALUES(client, vehicle), watch_on_done, x);
}

static void watch_on_done(void *state, const struct answer *answer)
{
    struct exchange *x = state;

    if (failed(answer->fault))
        reply_fault(x, answer->fault);
    else
        reply_bytes(x, 204, REPLY_NO_STORE, NULL, h2o_iovec_init("", 0));
}
