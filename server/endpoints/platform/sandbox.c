#include "endpoints/platform/sandbox.h"

#include <time.h>

#include <sodium.h>

#include "core/date.h"
#include "core/pending.h"
#include "core/service.h"
#include "history/sandbox.h"
#include "http/reply.h"
#include "render/sandbox_list.h"

enum { ONE_IN = 20 };

struct delay {
    void (*next)(void *state);
    void *state;
};

bool sandbox_bars(const struct exchange *x, const struct vin *vin)
{
    return x->asker.terms.sandbox && sandbox_vehicle_of(vin) == NULL;
}

static void refuse(struct exchange *x, struct inquiry *q, enum fault fault)
{
    count(x->service, sandbox_refusals);
    q->fault = fault;
}

/* By how much the answer is to be late. */
static unsigned act(struct exchange *x, struct inquiry *q)
{
    const struct sandbox_vehicle *vehicle = vin_is_reserved(&q->vin) ? sandbox_vehicle_of(&q->vin) : NULL;

    if (vehicle != NULL && sandbox_refuses(vehicle)) {
        x->retry_after = vehicle->retry_after;
        refuse(x, q, vehicle->fault);
    } else if (x->asker.terms.unkind && randombytes_uniform(ONE_IN) == 0) {
        refuse(x, q, FAULT_BUSY);
    }
    return vehicle == NULL ? 0 : vehicle->after_ms;
}

static void on_late(void *state, const struct answer *answer)
{
    const struct delay *d = state;

    (void)answer;
    d->next(d->state);
}

static void one_less(void *state)
{
    struct service *service = state;

    service->late--;
}

static void wait_for(struct exchange *x, unsigned ms, void (*next)(void *state), void *state)
{
    struct delay *d = exchange_new(x, struct delay);

    *d = (struct delay){next, state};
    x->service->late++;
    exchange_adopt(x, x->service, one_less);
    pending_until(x, clock_monotonic() + (int64_t)ms * 1000000, on_late, d);
}

void sandbox_act(struct exchange *x, struct inquiry *first, size_t count, void (*next)(void *state),
                 void *state)
{
    unsigned late_ms = 0;

    for (struct inquiry *q = first; q < first + count; q++) {
        unsigned ms = failed(q->fault) ? 0 : act(x, q);

        late_ms = ms > late_ms ? ms : late_ms;
    }
    if (late_ms == 0 && x->asker.terms.unkind && randombytes_uniform(ONE_IN) == 0)
        late_ms = randombytes_uniform(SANDBOX_SLOW_MS);
    if (late_ms != 0 && x->service->late < SANDBOX_LATE) {
        wait_for(x, late_ms, next, state);
        return;
    }
    for (struct inquiry *q = first; late_ms != 0 && q < first + count; q++)
        if (!failed(q->fault))
            refuse(x, q, FAULT_BUSY);
    next(state);
}

void sandbox_start(struct exchange *x)
{
    char(*handles)[HANDLE_TEXT] = exchange_alloc(x, sizeof(*handles) * SANDBOX_CASES);

    for (enum sandbox_case c = 0; c < SANDBOX_CASES; c++)
        handle_make(x->service->keys, x->asker.client, &sandbox_vehicle(c)->vin, handle_epoch(time(NULL)),
                    handles[c]);
    reply_json(x, 200, REPLY_NO_STORE, render_sandbox_list(&x->pool, handles));
}
