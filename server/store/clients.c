#include "store/clients.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "core/service.h"

enum { PLACES = 1024, NAME_BYTES = crypto_shorthash_siphashx24_BYTES };

struct known {
    uint8_t name[NAME_BYTES];
    int64_t client, until, again, slowed_until;
    struct terms terms;
    char client_id[CLIENT_ID];
};

/* Tokens are known by a hash with a key that only this loop has. Two that share a place push each other out
 * and are asked for again. */
struct clients {
    uint8_t key[crypto_shorthash_siphashx24_KEYBYTES];
    struct known known[PLACES];
};

struct clients *clients_create(void)
{
    struct clients *c = calloc(1, sizeof(*c));

    if (c == NULL)
        abort();
    randombytes_buf(c->key, sizeof(c->key));
    return c;
}

void clients_destroy(struct clients *c)
{
    free(c);
}

static struct known *place_of(struct clients *c, h2o_iovec_t token, uint8_t name[NAME_BYTES])
{
    uint32_t at;

    crypto_shorthash_siphashx24(name, (const uint8_t *)token.base, token.len, c->key);
    memcpy(&at, name, sizeof(at));
    return &c->known[at % PLACES];
}

bool clients_known(struct exchange *x, h2o_iovec_t token, bool *again)
{
    uint8_t name[NAME_BYTES];
    struct known *k = place_of(x->service->clients, token, name);

    if (k->until <= x->began || sodium_memcmp(k->name, name, NAME_BYTES) != 0)
        return false;
    x->asker.client = k->client;
    x->asker.slowed_until = k->slowed_until;
    x->asker.terms = k->terms;
    memcpy(x->asker.client_id, k->client_id, sizeof(k->client_id));
    *again = k->again <= x->began;
    if (*again)
        k->again = INT64_MAX;
    return true;
}

void clients_learn(const struct exchange *x, h2o_iovec_t token, int64_t asked)
{
    uint8_t name[NAME_BYTES];
    struct known *k = place_of(x->service->clients, token, name);

    *k = (struct known){.client = x->asker.client,
                        .until = asked + (int64_t)TRUST_MS * 1000000,
                        .again = asked + (int64_t)TRUST_MS * 500000,
                        .slowed_until = x->asker.slowed_until,
                        .terms = x->asker.terms};
    memcpy(k->name, name, NAME_BYTES);
    memcpy(k->client_id, x->asker.client_id, sizeof(k->client_id));
}
