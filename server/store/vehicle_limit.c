#include "store/vehicle_limit.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/service.h"
#include "core/settings.h"

/* A set is what the processor reads at once. */
enum { SETS = 16384, WAYS = 4, DAY = 86400 };

struct counted {
    uint64_t name; /* of the vehicle's key, which is a keyed hash: nobody chooses who shares a set */
    uint32_t day, taken;
};

struct vehicle_limit {
    struct counted set[SETS][WAYS];
};

struct vehicle_limit *vehicle_limit_create(void)
{
    struct vehicle_limit *v = aligned_alloc(sizeof(v->set[0]), sizeof(*v));

    if (v == NULL)
        abort();
    return memset(v, 0, sizeof(*v));
}

void vehicle_limit_destroy(struct vehicle_limit *v)
{
    free(v);
}

static struct counted *place_of(struct vehicle_limit *v, const struct vehicle_key *key, uint32_t day)
{
    uint64_t at, name;
    uint32_t least = UINT32_MAX;
    struct counted *place;

    memcpy(&at, key->bytes, sizeof(at));
    memcpy(&name, key->bytes + sizeof(at), sizeof(name));
    place = v->set[at % SETS];
    for (struct counted *c = place, *end = c + WAYS; c < end; c++) {
        uint32_t taken = c->day == day ? c->taken : 0;

        if (c->name == name && c->day == day)
            return c;
        if (taken < least) {
            least = taken;
            place = c;
        }
    }
    *place = (struct counted){name, day, 0};
    return place;
}

enum fault vehicle_limit_take(struct exchange *x, const struct vehicle_key *key)
{
    const struct service *s = x->service;
    long share = (s->settings->vehicle_day + (long)s->loops - 1) / (long)s->loops;
    int64_t now = time(NULL);
    struct counted *c = place_of(s->vehicle_limit, key, (uint32_t)(now / DAY));
    bool allowed = c->taken < share;

    c->taken += allowed;
    struct told_limit told = {"vehicle", share, DAY, share - c->taken, DAY - now % DAY};
    exchange_tell(x, told);
    if (allowed)
        return FAULT_NONE;
    x->retry_after = told.resets;
    count(x->service, refused_vehicle);
    return FAULT_LIMIT;
}
