#include "store/clients.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "core/bearer.h"
#include "core/date.h"
#include "core/seal.h"
#include "core/service.h"
#include "core/settings.h"
#include "store/asker.h"
#include "store/cache.h"
#include "store/db.h"

enum { PLACES = 1024, NAME_BYTES = crypto_shorthash_siphashx24_BYTES };
#define TRUST_NS ((int64_t)TRUST_MS * 1000000)

/* Of a token: a hash with a key that only this loop has. */
struct token_name {
    uint8_t bytes[NAME_BYTES];
};

struct known {
    struct token_name name;
    struct asker asker;
    int64_t until, expires; /* what was said of it, and the token */
};

/* Two tokens that share a place push each other out and are asked for again. */
struct clients {
    uint8_t key[crypto_shorthash_siphashx24_KEYBYTES];
    struct known known[PLACES];
    h2o_linklist_t asking;
};

/* A question that is under way. */
struct asking {
    h2o_linklist_t link, waiting;
    struct exchange *x; /* its own */
    struct token_name name;
    int64_t left; /* seconds of the token's life */
};

struct again {
    struct exchange *x;
    continuation *resume;
    void *state;
};

static continuation asking_on_rows;

struct clients *clients_create(void)
{
    struct clients *c = calloc(1, sizeof(*c));

    if (c == NULL)
        abort();
    randombytes_buf(c->key, sizeof(c->key));
    h2o_linklist_init_anchor(&c->asking);
    return c;
}

void clients_destroy(struct clients *c)
{
    free(c);
}

static struct known *place_of(struct clients *c, const struct token_name *name)
{
    uint32_t at;

    memcpy(&at, name->bytes, sizeof(at));
    return &c->known[at % PLACES];
}

static bool same(const struct token_name *a, const struct token_name *b)
{
    return sodium_memcmp(a->bytes, b->bytes, NAME_BYTES) == 0;
}

/* One whose answer may be believed of who asks `now`, however late it comes. */
static struct asking *find_asking(const struct exchange *x, int64_t now, const struct token_name *name)
{
    const h2o_linklist_t *all = &x->service->clients->asking;

    for (h2o_linklist_t *at = all->next; at != all; at = at->next) {
        struct asking *a = H2O_STRUCT_FROM_MEMBER(struct asking, link, at);

        if (memcmp(&a->name, name, sizeof(*name)) == 0 && now < a->x->began + TRUST_NS)
            return a;
    }
    return NULL;
}

/* On nobody's behalf: it goes on when who came first leaves. */
static struct asking *ask(const struct exchange *x, h2o_iovec_t token, const struct token_name *name)
{
    struct exchange *own = exchange_part(x);
    struct asking *a = exchange_new(own, struct asking);
    struct keyed_hash hash = keyed_hash(x->service->keys, KEY_TOKEN, token.base, token.len);

    *a = (struct asking){.x = own, .name = *name};
    own->asker = (struct asker){0};
    memcpy(own->asker.session, hash.bytes, sizeof(own->asker.session));
    h2o_linklist_init_anchor(&a->waiting);
    h2o_linklist_insert(&x->service->clients->asking, &a->link);
    db_read(own, QUERY_CLIENT_BY_TOKEN, DB_VALUES(session_text(own)), asking_on_rows, a);
    return a;
}

/* While PostgreSQL is away, nobody can be asked, and nobody has ended the token there. */
static bool goes_on(const struct exchange *x, const struct known *k, int64_t now)
{
    return cache_age(x->service) != 0 && now < k->expires &&
           now - k->until < x->service->settings->aged_seconds * 1000000000;
}

static void find(struct exchange *x, int64_t now, h2o_iovec_t token, continuation *resume, void *state)
{
    struct clients *c = x->service->clients;
    struct token_name name;

    crypto_shorthash_siphashx24(name.bytes, (const uint8_t *)token.base, token.len, c->key);
    const struct known *k = place_of(c, &name);
    bool is_known = same(&k->name, &name), on = is_known && goes_on(x, k, now);
    int64_t left = is_known ? k->until - now : 0;
    struct asking *a = NULL;
    if (left <= 0 && !bearer_is_ours(x->service->keys, token)) {
        resume(state, &(struct answer){.fault = FAULT_TOKEN_EXPIRED});
        return;
    }
    if (!on && left < TRUST_NS / 2 && (a = find_asking(x, now, &name)) == NULL)
        a = ask(x, token, &name);
    if (on || left > 0) {
        x->asker = k->asker;
        resume(state, &(struct answer){.fault = FAULT_NONE});
        return;
    }
    struct pending *p = pending_new(sizeof(*p), x, resume, state);
    h2o_linklist_insert(&a->waiting, &p->link);
}

void clients_find(struct exchange *x, h2o_iovec_t token, continuation *resume, void *state)
{
    find(x, x->began, token, resume, state);
}

static void again_on_found(void *state, const struct answer *answer)
{
    const struct again *g = state;
    static const struct answer ended = {.fault = FAULT_CONTRACT_ENDED};
    const struct terms *terms = &g->x->asker.terms;
    bool may_ask = failed(answer->fault) || terms_allow(terms);

    g->resume(g->state, may_ask ? answer : &ended);
}

void clients_find_again(struct exchange *x, h2o_iovec_t token, continuation *resume, void *state)
{
    struct again *g = exchange_new(x, struct again);

    *g = (struct again){x, resume, state};
    find(x, clock_monotonic(), token, again_on_found, g);
}

static void know(struct asker *asker, const struct rows *rows)
{
    asker->client = rows_number(rows, 0, 0);
    snprintf(asker->client_id, CLIENT_ID_TEXT, "%s", rows_text(rows, 0, 1));
    asker->slowed_until = rows_number(rows, 0, 3);
    asker->uploads_for = rows_number(rows, 0, 10);
    asker->terms = (struct terms){.sandbox = rows_true(rows, 0, 2),
                                  .unkind = rows_true(rows, 0, 8),
                                  .bulk = rows_true(rows, 0, 4),
                                  .burst = (long)rows_number(rows, 0, 5),
                                  .day = (long)rows_number(rows, 0, 6)};
    terms_read_purposes(&asker->terms, rows_text(rows, 0, 7));
}

static void learn(const struct asking *a, enum fault fault)
{
    struct known *k = place_of(a->x->service->clients, &a->name);

    if (!failed(fault))
        *k = (struct known){a->name, a->x->asker, a->x->began + TRUST_NS, a->x->began + a->left * 1000000000};
    else if (fault == FAULT_TOKEN_EXPIRED && same(&k->name, &a->name))
        k->until = 0;
}

static void asking_on_rows(void *state, const struct answer *answer)
{
    struct asking *a = state;
    enum fault fault = answer->fault;

    if (!failed(fault) && answer->rows->count == 0)
        fault = FAULT_TOKEN_EXPIRED;
    if (!failed(fault)) {
        know(&a->x->asker, answer->rows);
        a->left = rows_number(answer->rows, 0, 9);
    }
    learn(a, fault);
    h2o_linklist_unlink(&a->link);
    while (!h2o_linklist_is_empty(&a->waiting)) {
        struct pending *p = H2O_STRUCT_FROM_MEMBER(struct pending, link, a->waiting.next);

        p->x->asker = a->x->asker;
        pending_finish(p, &(struct answer){.fault = fault});
    }
    a->x->detached = false;
    exchange_release(a->x);
}
