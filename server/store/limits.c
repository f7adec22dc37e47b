#include "store/limits.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <sodium.h>

#include "core/seal.h"
#include "core/service.h"
#include "core/settings.h"
#include "store/redis.h"

/* A loop that ends loses what it has leased: so little that restarts use up nobody's day. */
enum { BUCKETS = 4096, SLICES = 8, MOST_SLICE = 250, NAME_TEXT = 2 + 2 * INDEX_BYTES + 1 };

/* What one loop has of one window of one asker. Two that fall into one bucket push each other out and lease
 * again. */
struct bucket {
    struct blind_index who; /* limit and asker */
    int64_t window;
    long left;      /* leased and not yet taken */
    long elsewhere; /* how many of the window are not leased to anybody, at the last reply */
    long own;       /* taken here while Redis was away */
    bool dry;
};

struct limits {
    struct service *service;
    struct redis *redis;
    struct bucket bucket[BUCKETS];
};

struct taking {
    struct exchange *x;
    enum limit limit;
    struct blind_index who;
    int64_t window;
    long slice;
    continuation *resume;
    void *state;
    char name[NAME_TEXT], slice_text[24], seconds[24];
};

static const struct {
    const char *name;
    size_t setting;
    long window;
} limit_table[LIMIT_COUNT] = {
    [LIMIT_ADDRESS] = {"address",    offsetof(struct settings, address_burst),  10   },
    [LIMIT_LOOKUP] = {"burst",      offsetof(struct settings, lookup_burst),   10   },
    [LIMIT_LOOKUP_DAY] = {"day",        offsetof(struct settings, lookup_day),     86400},
    [LIMIT_WORKSHOP] = {"workshop",   offsetof(struct settings, workshop_burst), 10   },
    [LIMIT_REGISTER] = {"register",   offsetof(struct settings, register_day),   86400},
    [LIMIT_PASSWORD] = {"password",   offsetof(struct settings, password_hour),  3600 },
    [LIMIT_QUARANTINE] = {"quarantine", offsetof(struct settings, quarantine_day), 86400},
};

struct limits *limits_create(struct service *service)
{
    struct limits *l = calloc(1, sizeof(*l));

    if (l == NULL)
        abort();
    l->service = service;
    l->redis = redis_create(service);
    return l;
}

void limits_destroy(struct limits *l)
{
    redis_destroy(l->redis);
    free(l);
}

static long most_of(const struct exchange *x, enum limit limit)
{
    return *(const long *)((const char *)x->service->settings + limit_table[limit].setting);
}

static struct bucket *bucket_of(const struct taking *t)
{
    uint32_t at;

    memcpy(&at, t->who.bytes, sizeof(at));
    struct bucket *b = &t->x->service->limits->bucket[at % BUCKETS];
    if (b->window != t->window || memcmp(&b->who, &t->who, sizeof(b->who)) != 0)
        *b = (struct bucket){.who = t->who, .window = t->window};
    return b;
}

/* Appends to what an earlier limit of this exchange said: RateLimit is a list. */
static void tell(struct taking *t, long remaining)
{
    struct exchange *x = t->x;
    const char *name = limit_table[t->limit].name;
    long window = limit_table[t->limit].window, ends = (long)((t->window + 1) * window - time(NULL));

    ends = ends < 1 ? 1 : ends;
    x->retry_after = ends;
    x->ratelimit_policy =
        exchange_text(x, "%s%s\"%s\";q=%ld;w=%ld", x->ratelimit_policy ? x->ratelimit_policy : "",
                      x->ratelimit_policy ? ", " : "", name, most_of(x, t->limit), window);
    x->ratelimit = exchange_text(x, "%s%s\"%s\";r=%ld;t=%ld", x->ratelimit ? x->ratelimit : "",
                                 x->ratelimit ? ", " : "", name, remaining < 0 ? 0 : remaining, ends);
}

static enum fault take(struct taking *t)
{
    struct bucket *b = bucket_of(t);

    if (b->left == 0) {
        tell(t, 0);
        count(t->x->service, refused_limit);
        return FAULT_LIMIT;
    }
    b->left--;
    tell(t, b->left + b->elsewhere);
    return FAULT_NONE;
}

static void take_on_counted(void *state, const struct answer *answer)
{
    struct taking *t = state;
    struct bucket *b = bucket_of(t);
    long most = most_of(t->x, t->limit);

    if (failed(answer->fault) || answer->value.len == 0) {
        long share = most / (long)t->x->service->loops + 1,
             more = share - b->own < t->slice ? share - b->own : t->slice;
        b->own += more;
        b->left += more;
    } else {
        long counted = strtol(answer->value.base, NULL, 10), before = counted - t->slice;
        long more = before >= most ? 0 : (counted > most ? most - before : t->slice);
        b->left += more;
        b->elsewhere = counted > most ? 0 : most - counted;
        b->dry = more == 0;
    }
    t->resume(t->state, &(struct answer){.fault = take(t)});
}

static void lease(struct taking *t)
{
    struct redis *redis = t->x->service->limits->redis;
    size_t digits = (size_t)snprintf(t->slice_text, sizeof(t->slice_text), "%ld", t->slice);

    memcpy(t->name, "l:", 2);
    sodium_bin2hex(t->name + 2, NAME_TEXT - 2, t->who.bytes, INDEX_BYTES);
    redis_ask(redis, t->x, 3, (const char *const[]){"INCRBY", t->name, t->slice_text},
              (const size_t[]){6, NAME_TEXT - 1, digits}, take_on_counted, t);
    digits = (size_t)snprintf(t->seconds, sizeof(t->seconds), "%ld", limit_table[t->limit].window * 2);
    redis_tell(redis, 3, (const char *const[]){"EXPIRE", t->name, t->seconds},
               (const size_t[]){6, NAME_TEXT - 1, digits});
}

static void take_on_leased(void *state, const struct answer *answer)
{
    struct taking *t = state;
    const struct bucket *b = bucket_of(t);

    (void)answer;
    if (b->left == 0 && !b->dry) /* others of this turn were quicker */
        lease(t);
    else
        t->resume(t->state, &(struct answer){.fault = take(t)});
}

void limits_take(struct exchange *x, enum limit limit, const void *who, size_t length, continuation *resume,
                 void *state)
{
    struct taking *t = exchange_new(x, struct taking);
    struct {
        int64_t window;
        uint8_t limit;
        uint8_t who[64];
    } named = {.limit = (uint8_t)limit};

    *t = (struct taking){.x = x, .limit = limit, .resume = resume, .state = state};
    t->window = named.window = (int64_t)time(NULL) / limit_table[limit].window;
    memcpy(named.who, who, length < sizeof(named.who) ? length : sizeof(named.who));
    t->who = blind_index(x->service->keys, KEY_ADDRESS, &named, sizeof(named));
    t->slice = most_of(x, limit) / ((long)x->service->loops * SLICES) + 1;
    t->slice = t->slice > MOST_SLICE ? MOST_SLICE : t->slice;

    struct bucket *b = bucket_of(t);
    if (b->left > 0 || b->dry)
        pending_refuse(pending_new(sizeof(struct pending), x, take_on_leased, t), FAULT_NONE);
    else
        lease(t);
}
