#include "store/repeat_limit.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <sodium.h>

#include "core/service.h"
#include "core/settings.h"
#include "store/day_counts.h"

enum { DAY = 86400 };

struct repeat_limit {
    struct day_counts *counts;
    uint8_t key[crypto_shorthash_siphashx24_KEYBYTES]; /* that only this loop has */
};

struct repeat_limit *repeat_limit_create(void)
{
    struct repeat_limit *r = calloc(1, sizeof(*r));

    if (r == NULL)
        abort();
    r->counts = day_counts_create();
    randombytes_buf(r->key, sizeof(r->key));
    return r;
}

void repeat_limit_destroy(struct repeat_limit *r)
{
    if (r == NULL)
        return;
    day_counts_destroy(r->counts);
    free(r);
}

/* Of client and vehicle. */
static struct counted_name name_of(const struct repeat_limit *r, int64_t client,
                                   const struct vehicle_key *key)
{
    uint8_t both[sizeof(client) + sizeof(key->bytes)];
    struct counted_name name;

    _Static_assert(sizeof(name) == crypto_shorthash_siphashx24_BYTES, "a name is one hash");
    memcpy(both, &client, sizeof(client));
    memcpy(both + sizeof(client), key->bytes, sizeof(key->bytes));
    crypto_shorthash_siphashx24((uint8_t *)&name, both, sizeof(both), r->key);
    return name;
}

enum fault repeat_limit_take(struct exchange *x, const struct vehicle_key *key)
{
    const struct service *s = x->service;
    long share = (s->settings->repeats_vehicle + (long)s->loops - 1) / (long)s->loops;
    int64_t now = time(NULL);
    uint32_t *taken = day_counts_of(s->repeat_limit->counts, name_of(s->repeat_limit, x->asker.client, key),
                                    (uint32_t)(now / DAY));

    if (*taken < share) {
        (*taken)++;
        return FAULT_NONE;
    }
    x->retry_after = DAY - now % DAY;
    exchange_tell(x, (struct told_limit){"again", share, DAY, 0, x->retry_after});
    count(x->service, refused_vehicle);
    return FAULT_LIMIT;
}
