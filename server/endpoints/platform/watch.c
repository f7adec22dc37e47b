#include "endpoints/platform/watch.h"

#include "core/service.h"
#include "endpoints/platform/own_handle.h"
#include "http/reply.h"
#include "store/asker.h"
#include "store/db.h"
#include "store/history_store.h"

static continuation watch_on_done;

static const char *vehicle_text(const struct own_handle *h)
{
    struct vehicle_key key = vehicle_key_of(h->x->service->keys, &h->vin);

    return vehicle_key_text(&h->x->pool, &key);
}

static void watch_put(void *state)
{
    struct own_handle *h = state;
    struct exchange *x = h->x;

    db_write(x, QUERY_WATCH_PUT,
             DB_VALUES(client_text(x), vehicle_text(h), exchange_text(x, "%u", (unsigned)h->made)),
             watch_on_done, x);
}

static void watch_end(void *state)
{
    struct own_handle *h = state;
    struct exchange *x = h->x;

    db_write(x, QUERY_WATCH_END, DB_VALUES(client_text(x), vehicle_text(h)), watch_on_done, x);
}

static void read_handle(struct exchange *x, void (*found)(void *state))
{
    struct own_handle *h = exchange_new(x, struct own_handle);

    own_handle_read(x, h, found, h);
}

void watch_start(struct exchange *x)
{
    read_handle(x, watch_put);
}

void watch_end_start(struct exchange *x)
{
    read_handle(x, watch_end);
}

static void watch_on_done(void *state, const struct answer *answer)
{
    struct exchange *x = state;

    if (failed(answer->fault))
        reply_fault(x, answer->fault);
    else
        reply_bytes(x, 204, REPLY_NO_STORE, NULL, h2o_iovec_init("", 0));
}
