#include "store/limits.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <sodium.h>

#include "core/date.h"
#include "core/seal.h"
#include "core/service.h"
#include "core/settings.h"
#include "store/redis.h"

/* A loop that ends loses what it has leased: so little that restarts use up nobody's day. */
enum { BUCKETS = 4096, SLICES = 8, MOST_SLICE = 250, NAME_TEXT = 2 + 2 * INDEX_BYTES + 1 };

#define HOLD_NS 200000000

/* A window of a limit, and who asks. */
struct named {
    int64_t window;
    uint8_t limit;
    uint8_t who[63]; /* or its hash, when it is longer; no padding: the whole is hashed */
};

/* All that in one word, with a key that only this loop has. */
struct asker_name {
    uint8_t bytes[crypto_shorthash_siphashx24_BYTES];
};

/* What one loop has of one window of one asker. Two that fall into one bucket push each other out and lease
 * again. */
struct bucket {
    struct asker_name who;
    long left;      /* leased and not yet taken */
    long elsewhere; /* how many of the window are not leased to anybody, at the last reply */
    long own;       /* taken here while Redis was away */
    long refused;
    bool dry;
};

/* A lease that is asked for, on nobody's behalf, and who waits for it: if each asked, all of a window would
 * be leased before the first reply. */
struct leasing {
    h2o_linklist_t link, waiting;
    struct exchange *x; /* its own */
    struct named named;
    struct asker_name who;
    long most, slice;
    char name[NAME_TEXT], slice_text[24], seconds[24];
};

struct limits {
    uint8_t key[crypto_shorthash_siphashx24_KEYBYTES];
    struct service *service;
    struct redis *redis;
    h2o_linklist_t leasing;
    long held;
    struct bucket bucket[BUCKETS];
};

struct taking {
    struct exchange *x;
    enum limit limit;
    struct named named;
    struct asker_name who;
    long most, amount;
    continuation *resume;
    void *state;
};

static const struct {
    const char *name;
    size_t setting;
    long window;
} limit_table[LIMIT_COUNT] = {
    [LIMIT_ADDRESS] = {"address",          offsetof(struct settings, address_burst),         10   },
    [LIMIT_LOOKUP] = {"burst",            offsetof(struct settings, lookup_burst),          10   },
    [LIMIT_LOOKUP_DAY] = {"day",              offsetof(struct settings, lookup_day),            86400},
    [LIMIT_PURPOSE_DAY] = {"purpose",          offsetof(struct settings, lookup_day),            86400},
    [LIMIT_REPEAT_DAY] = {"repeats",          offsetof(struct settings, lookup_day),            86400},
    [LIMIT_WORKSHOP] = {"workshop",         offsetof(struct settings, workshop_burst),        10   },
    [LIMIT_REGISTER] = {"register",         offsetof(struct settings, register_day),          86400},
    [LIMIT_PASSWORD] = {"password",         offsetof(struct settings, password_hour),         3600 },
    [LIMIT_PASSWORD_ADDRESS] = {"password_address", offsetof(struct settings, password_address_hour), 3600 },
    [LIMIT_QUARANTINE] = {"quarantine",       offsetof(struct settings, quarantine_day),        86400},
};

struct limits *limits_create(struct service *service)
{
    struct limits *l = calloc(1, sizeof(*l));

    if (l == NULL)
        abort();
    l->service = service;
    h2o_linklist_init_anchor(&l->leasing);
    randombytes_buf(l->key, sizeof(l->key));
    l->redis = redis_create(service);
    return l;
}

void limits_destroy(struct limits *l)
{
    redis_destroy(l->redis);
    free(l);
}

static long most_of_settings(const struct exchange *x, enum limit limit)
{
    return *(const long *)((const char *)x->service->settings + limit_table[limit].setting);
}

static struct bucket *bucket_for(struct limits *l, const struct asker_name *who)
{
    uint32_t at;

    memcpy(&at, who->bytes, sizeof(at));
    struct bucket *b = &l->bucket[at % BUCKETS];
    if (memcmp(&b->who, who, sizeof(b->who)) != 0)
        *b = (struct bucket){.who = *who};
    return b;
}

static struct bucket *bucket_of(const struct taking *t)
{
    return bucket_for(t->x->service->limits, &t->who);
}

static void tell(const struct taking *t, long remaining)
{
    long window = limit_table[t->limit].window, resets = (long)((t->named.window + 1) * window - time(NULL));

    resets = resets < 1 ? 1 : resets;
    t->x->retry_after = resets;
    exchange_tell(t->x, (struct told_limit){limit_table[t->limit].name, t->most, window,
                                            remaining < 0 ? 0 : remaining, resets});
}

static void let_go(void *limits)
{
    ((struct limits *)limits)->held--;
}

static void take_on_held(void *state, const struct answer *answer)
{
    const struct taking *t = state;

    (void)answer;
    t->resume(t->state, &(struct answer){.fault = FAULT_LIMIT});
}

/* Who was refused as often in this window as there was to have, and goes on, waits for it: refusing costs
 * nearly as much as answering, and he would take the others' time. Half of what may be under way may be
 * held; more are refused at once. */
static bool hold(const struct taking *t)
{
    struct limits *l = t->x->service->limits;
    struct taking *kept;

    if (bucket_of(t)->refused <= t->most || l->held >= t->x->service->settings->in_flight / 2)
        return false;
    l->held++;
    exchange_adopt(t->x, l, let_go);
    kept = exchange_new(t->x, struct taking);
    *kept = *t;
    pending_until(t->x, clock_monotonic() + HOLD_NS, take_on_held, kept);
    return true;
}

static void take(const struct taking *t)
{
    struct bucket *b = bucket_of(t);
    enum fault fault = FAULT_NONE;

    if (b->left >= t->amount) {
        b->left -= t->amount;
        tell(t, b->left + b->elsewhere);
    } else {
        fault = FAULT_LIMIT;
        b->refused++;
        tell(t, b->left);
        count(t->x->service, refused_limit);
        if (hold(t))
            return;
    }
    t->resume(t->state, &(struct answer){.fault = fault});
}

static continuation lease_on_counted, take_on_leased;

static struct leasing *find_leasing(const struct limits *l, const struct asker_name *who)
{
    for (h2o_linklist_t *at = l->leasing.next; at != &l->leasing; at = at->next) {
        struct leasing *found = H2O_STRUCT_FROM_MEMBER(struct leasing, link, at);

        if (memcmp(&found->who, who, sizeof(*who)) == 0)
            return found;
    }
    return NULL;
}

/* An eighth of a loop's share, or what is missing if that is more. */
static long slice_of(const struct taking *t, long left)
{
    long slice = t->most / ((long)t->x->service->loops * SLICES) + 1;

    slice = slice > MOST_SLICE ? MOST_SLICE : slice;
    return slice > t->amount - left ? slice : t->amount - left;
}

static void ask(struct limits *l, struct leasing *g)
{
    struct blind_index index = blind_index(l->service->keys, KEY_ADDRESS, &g->named, sizeof(g->named));
    size_t digits = (size_t)snprintf(g->slice_text, sizeof(g->slice_text), "%ld", g->slice);

    memcpy(g->name, "l:", 2);
    sodium_bin2hex(g->name + 2, NAME_TEXT - 2, index.bytes, INDEX_BYTES);
    redis_ask(l->redis, g->x, 3, (const char *const[]){"INCRBY", g->name, g->slice_text},
              (const size_t[]){6, NAME_TEXT - 1, digits}, lease_on_counted, g);
    digits = (size_t)snprintf(g->seconds, sizeof(g->seconds), "%ld", limit_table[g->named.limit].window * 2);
    redis_tell(l->redis, 3, (const char *const[]){"EXPIRE", g->name, g->seconds},
               (const size_t[]){6, NAME_TEXT - 1, digits});
}

static void lease(struct taking *t)
{
    struct limits *l = t->x->service->limits;
    struct leasing *g = find_leasing(l, &t->who);
    struct pending *p = pending_new(sizeof(*p), t->x, take_on_leased, t);
    bool begin = g == NULL;

    if (begin) {
        struct exchange *own = exchange_housekeeping(l->service);
        g = exchange_new(own, struct leasing);
        *g = (struct leasing){.x = own, .named = t->named, .who = t->who, .most = t->most};
        g->slice = slice_of(t, bucket_of(t)->left);
        h2o_linklist_init_anchor(&g->waiting);
        h2o_linklist_insert(&l->leasing, &g->link);
    }
    h2o_linklist_insert(&g->waiting, &p->link);
    if (begin)
        ask(l, g);
}

/* Whether there is no more to be had. */
static bool note_leased(struct limits *l, const struct leasing *g, const struct answer *answer)
{
    struct bucket *b = bucket_for(l, &g->who);

    if (failed(answer->fault) || answer->value.len == 0) {
        long share = g->most / (long)l->service->loops + 1,
             more = share - b->own < g->slice ? share - b->own : g->slice;
        b->own += more;
        b->left += more;
        return b->own >= share;
    }
    long counted = strtol(answer->value.base, NULL, 10), before = counted - g->slice;
    long more = before >= g->most ? 0 : (counted > g->most ? g->most - before : g->slice);
    b->left += more;
    b->elsewhere = counted > g->most ? 0 : g->most - counted;
    b->dry = counted >= g->most;
    return b->dry;
}

static void lease_on_counted(void *state, const struct answer *answer)
{
    struct leasing *g = state;
    bool all = note_leased(g->x->service->limits, g, answer);

    h2o_linklist_unlink(&g->link);
    while (!h2o_linklist_is_empty(&g->waiting))
        pending_finish(H2O_STRUCT_FROM_MEMBER(struct pending, link, g->waiting.next),
                       &(struct answer){.fault = all ? FAULT_LIMIT : FAULT_NONE});
    g->x->detached = false;
    exchange_release(g->x);
}

/* What was leased may be taken, or another's, by now: then more is leased, while there is some. */
static void take_on_leased(void *state, const struct answer *answer)
{
    struct taking *t = state;

    if (bucket_of(t)->left >= t->amount || failed(answer->fault))
        take(t);
    else
        lease(t);
}

void limits_take(struct exchange *x, enum limit limit, long amount, const void *who, size_t length,
                 continuation *resume, void *state)
{
    limits_take_of(x, limit, 0, amount, who, length, resume, state);
}

void limits_take_of(struct exchange *x, enum limit limit, long most, long amount, const void *who,
                    size_t length, continuation *resume, void *state)
{
    struct limits *l = x->service->limits;
    struct taking t = {.x = x, .limit = limit, .amount = amount, .resume = resume, .state = state}, *kept;

    t.most = most == 0 ? most_of_settings(x, limit) : most;
    if (amount > t.most) {
        resume(state, &(struct answer){.fault = FAULT_TOO_MANY_LINES});
        return;
    }
    t.named =
        (struct named){.window = (int64_t)time(NULL) / limit_table[limit].window, .limit = (uint8_t)limit};
    if (length <= sizeof(t.named.who))
        memcpy(t.named.who, who, length);
    else
        crypto_generichash(t.named.who, sizeof(t.named.who), who, length, NULL, 0);
    crypto_shorthash_siphashx24(t.who.bytes, (const uint8_t *)&t.named, sizeof(t.named), l->key);
    const struct bucket *b = bucket_of(&t);
    if (b->left >= amount || b->dry) {
        take(&t);
        return;
    }
    kept = exchange_new(x, struct taking);
    *kept = t;
    lease(kept);
}
