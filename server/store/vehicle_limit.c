#include "store/vehicle_limit.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/service.h"
#include "core/settings.h"
#include "store/day_counts.h"

enum { DAY = 86400, CLIENTS = 4 };

struct vehicle_limit {
    struct day_counts *of_all, *of_client; /* of each vehicle, by everybody and by each client */
};

struct vehicle_limit *vehicle_limit_create(void)
{
    struct vehicle_limit *v = malloc(sizeof(*v));

    if (v == NULL)
        abort();
    *v = (struct vehicle_limit){day_counts_create(), day_counts_create()};
    return v;
}

void vehicle_limit_destroy(struct vehicle_limit *v)
{
    if (v == NULL)
        return;
    day_counts_destroy(v->of_all);
    day_counts_destroy(v->of_client);
    free(v);
}

/* The key is a keyed hash; `client` is 0 for everybody. */
static struct counted_name name_of(const struct vehicle_key *key, int64_t client)
{
    uint64_t by = (uint64_t)client * 0x9e3779b97f4a7c15U;
    struct counted_name name;

    memcpy(&name, key->bytes, sizeof(name));
    return (struct counted_name){name.set ^ by >> 32, name.rest ^ by};
}

enum fault vehicle_limit_take(struct exchange *x, const struct vehicle_key *key)
{
    const struct service *s = x->service;
    long share = (s->settings->vehicle_day + (long)s->loops - 1) / (long)s->loops;
    long own = (share + CLIENTS - 1) / CLIENTS;
    int64_t now = time(NULL);
    uint32_t day = (uint32_t)(now / DAY);
    uint32_t *mine = day_counts_of(s->vehicle_limit->of_client, name_of(key, x->asker.client), day);
    uint32_t *all = day_counts_of(s->vehicle_limit->of_all, name_of(key, 0), day);
    bool allowed = *mine < own && *all < share;

    *mine += allowed;
    *all += allowed;
    /* What the others have asked for is not this client's to know until there is no more. */
    struct told_limit told = {"vehicle", own, DAY, *all < share ? own - *mine : 0, DAY - now % DAY};
    exchange_tell(x, told);
    if (allowed)
        return FAULT_NONE;
    x->retry_after = told.resets;
    count(x->service, refused_vehicle);
    return FAULT_LIMIT;
}
