#include "store/vehicle_limit.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/service.h"
#include "core/settings.h"

/* A set is what the processor reads at once. */
enum { SETS = 16384, WAYS = 4, DAY = 86400, CLIENTS = 4 };

struct counted {
    uint64_t name; /* of the vehicle's key, which is a keyed hash: nobody chooses who shares a set */
    uint32_t day, taken;
};

struct counts {
    struct counted set[SETS][WAYS];
};

struct vehicle_limit {
    struct counts of_all, of_client; /* of each vehicle, by everybody and by each client */
};

struct vehicle_limit *vehicle_limit_create(void)
{
    struct vehicle_limit *v = aligned_alloc(sizeof(v->of_all.set[0]), sizeof(*v));

    if (v == NULL)
        abort();
    return memset(v, 0, sizeof(*v));
}

void vehicle_limit_destroy(struct vehicle_limit *v)
{
    free(v);
}

/* `client` is 0 for everybody. */
static struct counted *place_of(struct counts *counts, const struct vehicle_key *key, int64_t client,
                                uint32_t day)
{
    uint64_t at, name, by = (uint64_t)client * 0x9e3779b97f4a7c15U;
    uint32_t least = UINT32_MAX;
    struct counted *place;

    memcpy(&at, key->bytes, sizeof(at));
    memcpy(&name, key->bytes + sizeof(at), sizeof(name));
    name ^= by;
    place = counts->set[(at ^ by >> 32) % SETS];
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
    long own = (share + CLIENTS - 1) / CLIENTS;
    int64_t now = time(NULL);
    uint32_t day = (uint32_t)(now / DAY);
    struct counted *mine = place_of(&s->vehicle_limit->of_client, key, x->asker.client, day);
    struct counted *all = place_of(&s->vehicle_limit->of_all, key, 0, day);
    bool allowed = mine->taken < own && all->taken < share;

    mine->taken += allowed;
    all->taken += allowed;
    /* What the others have asked for is not this client's to know until there is no more. */
    struct told_limit told = {"vehicle", own, DAY, all->taken < share ? own - mine->taken : 0,
                              DAY - now % DAY};
    exchange_tell(x, told);
    if (allowed)
        return FAULT_NONE;
    x->retry_after = told.resets;
    count(x->service, refused_vehicle);
    return FAULT_LIMIT;
}
