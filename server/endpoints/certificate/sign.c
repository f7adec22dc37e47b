#include "endpoints/certificate/sign.h"

#include <sodium.h>

#include "certificate/credential.h"
#include "certificate/paper_code.h"
#include "core/offload.h"
#include "core/service.h"

/* The helper thread has memory of its own; the exchange's is nobody's but the loop's. */
struct signing_work {
    struct exchange *x;
    const struct keys *keys;
    struct signed_certificate *s;
    h2o_mem_pool_t pool;
    continuation *resume;
    void *state;
};

static continuation on_made;

static void clear_pool(void *work)
{
    struct signing_work *w = work;

    h2o_mem_clear_pool(&w->pool);
}

/* On a helper thread. */
static void make(void *state)
{
    struct signing_work *w = state;
    struct signed_certificate *s = w->s;
    h2o_iovec_t paper = {NULL, 0};
    uint8_t seed[SEED_BYTES];

    s->opened = signing_open(w->keys, &s->signing, seed);
    s->good = s->opened && credential_make(&w->pool, s->claims, seed, &s->credential) &&
              paper_code_make(&w->pool, s->claims, seed, NULL, &paper);
    sodium_memzero(seed, sizeof(seed));
    if (!s->good)
        return;
    s->paper = h2o_strdup(&w->pool, paper.base, paper.len).base;
    s->leaf = merkle_leaf(s->credential.base, s->credential.len);
}

void certificate_sign(struct exchange *x, struct signed_certificate *s, continuation *resume, void *state)
{
    struct signing_work *w = exchange_new(x, struct signing_work);

    *w = (struct signing_work){.x = x, .keys = x->service->keys, .s = s, .resume = resume, .state = state};
    h2o_mem_init_pool(&w->pool);
    exchange_adopt(x, w, clear_pool);
    offload_run(x, x->service->offload, make, on_made, w);
}

static void on_made(void *state, const struct answer *answer)
{
    struct signing_work *w = state;

    w->resume(w->state, answer);
}
