#include "store/repeat_limit.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <sodium.h>

#include "core/service.h"
#include "core/settings.h"

/* A set is what the processor reads at once. */
enum { SETS = 16384, WAYS = 4, DAY = 86400 };

/* Of client and vehicle, with a key that only this loop has. */
struct pair_name {
    uint64_t set, rest;
};

struct repeated {
    uint64_t name;
    uint32_t day, taken;
};

struct repeat_limit {
    struct repeated set[SETS][WAYS];
    uint8_t key[crypto_shorthash_siphashx24_KEYBYTES];
    uint8_t padding[WAYS * sizeof(struct repeated) - crypto_shorthash_siphashx24_KEYBYTES];
};

struct repeat_limit *repeat_limit_create(void)
{
    struct repeat_limit *r = aligned_alloc(sizeof(r->set[0]), sizeof(*r));

    if (r == NULL)
        abort();
    memset(r, 0, sizeof(*r));
    randombytes_buf(r->key, sizeof(r->key));
    return r;
}

void repeat_limit_destroy(struct repeat_limit *r)
{
    free(r);
}

static struct pair_name name_of(const struct repeat_limit *r, int64_t client, const struct vehicle_key *key)
{
    uint8_t both[sizeof(client) + sizeof(key->bytes)];
    struct pair_name name;

    _Static_assert(sizeof(name) == crypto_shorthash_siphashx24_BYTES, "a name is one hash");
    memcpy(both, &client, sizeof(client));
    memcpy(both + sizeof(client), key->bytes, sizeof(key->bytes));
    crypto_shorthash_siphashx24((uint8_t *)&name, both, sizeof(both), r->key);
    return name;
}

static struct repeated *place_of(struct repeat_limit *r, struct pair_name name, uint32_t day)
{
    struct repeated *place = r->set[name.set % SETS];
    uint32_t least = UINT32_MAX;

    for (struct repeated *c = place, *end = c + WAYS; c < end; c++) {
        uint32_t taken = c->day == day ? c->taken : 0;

        if (c->name == name.rest && c->day == day)
            return c;
        if (taken < least) {
            least = taken;
            place = c;
        }
    }
    *place = (struct repeated){name.rest, day, 0};
    return place;
}

enum fault repeat_limit_take(struct exchange *x, const struct vehicle_key *key)
{
    const struct service *s = x->service;
    long share = (s->settings->repeats_vehicle + (long)s->loops - 1) / (long)s->loops;
    int64_t now = time(NULL);
    struct repeated *c =
        place_of(s->repeat_limit, name_of(s->repeat_limit, x->asker.client, key), (uint32_t)(now / DAY));

    if (c->taken < share) {
        c->taken++;
        return FAULT_NONE;
    }
    x->retry_after = DAY - now % DAY;
    exchange_tell(x, (struct told_limit){"again", share, DAY, 0, x->retry_after});
    count(x->service, refused_vehicle);
    return FAULT_LIMIT;
}
