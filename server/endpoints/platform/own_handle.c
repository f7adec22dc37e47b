#include "endpoints/platform/own_handle.h"

#include <time.h>

#include "core/service.h"
#include "history/handle.h"
#include "http/reply.h"
#include "store/asker.h"
#include "store/db.h"
#include "store/history_store.h"

static continuation own_handle_on_row;

static void ask_for_watch(struct own_handle *h)
{
    struct exchange *x = h->x;
    struct vehicle_key key = vehicle_key_of(x->service->keys, &h->vin);

    db_read(x, QUERY_WATCH_HELD, DB_VALUES(client_text(x), vehicle_key_text(&x->pool, &key)),
            own_handle_on_row, h);
}

void own_handle_read(struct exchange *x, struct own_handle *h, void (*found)(void *state), void *state)
{
    h->x = x;
    h->found = found;
    h->state = state;
    if (!handle_read(x->service->keys, x->asker.client, x->segment[0], &h->vin, &h->made))
        reply_fault(x, FAULT_HANDLE_UNKNOWN);
    else if (handle_is_fresh(h->made, handle_epoch(time(NULL))))
        found(state);
    else
        ask_for_watch(h);
}

static void own_handle_on_row(void *state, const struct answer *answer)
{
    struct own_handle *h = state;

    if (failed(answer->fault) || answer->rows->count == 0)
        reply_fault(h->x, failed(answer->fault) ? answer->fault : FAULT_HANDLE_UNKNOWN);
    else
        h->found(h->state);
}
