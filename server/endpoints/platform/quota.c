#include "endpoints/platform/quota.h"

#include "core/service.h"
#include "core/settings.h"
#include "history/sandbox.h"
#include "store/limits.h"
#include "store/repeat_limit.h"
#include "store/suspects.h"
#include "store/vehicle_limit.h"

struct quota {
    struct exchange *x;
    struct inquiry *first;
    size_t count;
    enum purpose purpose; /* whose turn it is */
    void (*next)(void *state);
    void *state;
};

static continuation on_taken, on_day_taken, on_repeat_taken;

static long asked_for(const struct quota *k)
{
    long asked = 0;

    for (size_t i = 0; i < k->count; i++)
        asked += !failed(k->first[i].fault) && k->first[i].purpose == k->purpose;
    return asked;
}

static void take_next(struct quota *k)
{
    struct {
        int64_t client, purpose;
    } who = {k->x->asker.client, k->purpose};

    for (; k->purpose < PURPOSE_COUNT; who.purpose = ++k->purpose) {
        long most = k->x->asker.terms.purpose_day[k->purpose], asked = most == 0 ? 0 : asked_for(k);

        if (asked == 0)
            continue;
        limits_take_of(k->x, LIMIT_PURPOSE_DAY, most, asked, &who, sizeof(who), on_taken, k);
        return;
    }
    k->next(k->state);
}

static void on_taken(void *state, const struct answer *answer)
{
    struct quota *k = state;

    for (size_t i = 0; failed(answer->fault) && i < k->count; i++)
        if (!failed(k->first[i].fault) && k->first[i].purpose == k->purpose)
            k->first[i].fault = FAULT_LIMIT;
    k->purpose++;
    take_next(k);
}

static struct quota *begin(struct exchange *x, struct inquiry *first, size_t count, void (*next)(void *state),
                           void *state)
{
    struct quota *k = exchange_new(x, struct quota);

    *k = (struct quota){.x = x, .first = first, .count = count, .next = next, .state = state};
    return k;
}

/* What this loop counts by itself. */
static void take_here(struct exchange *x, struct inquiry *q)
{
    if (failed(q->fault) || vin_is_reserved(&q->vin) || failed(q->fault = suspects_admit(x)))
        return;
    q->fault = vehicle_limit_take(x, &q->key);
    if (failed(q->fault))
        q->detail = "This vehicle was looked up too often today, by you or by all clients together.";
}

void quota_take(struct exchange *x, struct inquiry *first, size_t count, void (*next)(void *state),
                void *state)
{
    for (struct inquiry *q = first; q < first + count; q++)
        take_here(x, q);
    for (enum purpose p = 0; p < PURPOSE_COUNT; p++)
        if (x->asker.terms.purpose_day[p] != 0) {
            take_next(begin(x, first, count, next, state));
            return;
        }
    next(state);
}

void quota_repeat(struct exchange *x, struct inquiry *q, void (*next)(void *state), void *state)
{
    const struct settings *settings = x->service->settings;
    long day = x->asker.terms.day == 0 ? settings->lookup_day : x->asker.terms.day;

    if (!failed(q->fault) && failed(q->fault = repeat_limit_take(x, &q->key)))
        q->detail = "You have asked for this vehicle too often today.";
    if (failed(q->fault))
        next(state);
    else
        limits_take_of(x, LIMIT_REPEAT_DAY, day * settings->repeats, 1, &x->asker.client,
                       sizeof(x->asker.client), on_repeat_taken, begin(x, q, 1, next, state));
}

static void on_repeat_taken(void *state, const struct answer *answer)
{
    struct quota *k = state;

    k->first->fault = answer->fault;
    k->next(k->state);
}

void quota_charge(struct exchange *x, struct inquiry *q, void (*next)(void *state), void *state)
{
    take_here(x, q);
    if (failed(q->fault))
        next(state);
    else
        limits_take_of(x, LIMIT_LOOKUP_DAY, x->asker.terms.day, 1, &x->asker.client, sizeof(x->asker.client),
                       on_day_taken, begin(x, q, 1, next, state));
}

static void on_day_taken(void *state, const struct answer *answer)
{
    struct quota *k = state;

    if (failed(answer->fault))
        k->first->fault = answer->fault;
    take_next(k);
}
