#include "store/cache.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "core/date.h"
#include "core/die_at.h"
#include "core/seal.h"
#include "core/service.h"
#include "core/settings.h"
#include "history/disclosure.h"
#include "store/memory.h"
#include "store/redis.h"

/* Another one starts cold. */
#define FORMAT DISCLOSURE_FORMAT

enum { NAME_TEXT = 2 + 2 * INDEX_BYTES + 1, EPOCH_TEXT = 64 };

struct cache {
    struct service *service;
    struct redis *redis;
    struct memory *memory;
    char epoch[EPOCH_TEXT];
};

/* What stands before the bytes, inside the seal. */
struct stamp {
    uint64_t xmin;
    int64_t version;
};

struct wanted {
    struct exchange *x;
    enum cached kind;
    const struct vehicle_key *keys;
    h2o_iovec_t *values;
    size_t count;
    continuation *resume;
    void *state;
};

static struct memory *memory_of(const struct service *service)
{
    return memory_create((size_t)service->settings->memory_mib << 20);
}

struct cache *cache_create(struct service *service)
{
    struct cache *c = h2o_mem_alloc(sizeof(*c));

    *c = (struct cache){.service = service, .redis = redis_create(service), .memory = memory_of(service)};
    return c;
}

void cache_destroy(struct cache *c)
{
    redis_destroy(c->redis);
    memory_destroy(c->memory);
    free(c);
}

void cache_epoch(struct cache *c, const char *epoch)
{
    if (strcmp(c->epoch, epoch) == 0)
        return;
    snprintf(c->epoch, sizeof(c->epoch), "%s", epoch);
    memory_destroy(c->memory); /* another database numbers its transactions anew */
    c->memory = memory_of(c->service);
}

static void remember(struct cache *c, const struct vehicle_key *key, struct stamp stamp, h2o_iovec_t value)
{
    memory_keep(c->memory, key, stamp.xmin, stamp.version, value);
    gauge(c->service, memory_bytes, memory_bytes(c->memory));
}

long cache_age(const struct service *service)
{
    long age = freshness_age(service->freshness, clock_monotonic());

    return age <= service->settings->aged_seconds ? age : 0;
}

/* Whether values of this kind may be looked at at all. */
static bool may_be_looked_at(const struct service *service, enum cached kind)
{
    return freshness_trusted(service->freshness, clock_monotonic()) ||
           (kind == CACHED_SUMMARY && cache_age(service) != 0);
}

/* Asked when the value is in hand: the poll may have grown old while Redis answered. */
static bool may_be_shown(struct service *service, enum cached kind, const struct vehicle_key *key,
                         uint64_t xmin, int64_t version)
{
    if (may_be_looked_at(service, kind) && freshness_accepts(service->freshness, key, xmin, version))
        return true;
    count(service, cache_stale);
    return false;
}

h2o_iovec_t cache_look(struct exchange *x, const struct vehicle_key *key)
{
    struct memory *memory = x->service->cache->memory;
    struct remembered *r = memory_find(memory, key);

    if (r == NULL)
        return h2o_iovec_init(NULL, 0);
    if (!may_be_shown(x->service, CACHED_SUMMARY, key, r->xmin, r->version)) {
        if (!freshness_accepts(x->service->freshness, key, r->xmin, r->version))
            memory_forget(memory, r); /* else only the poll is late */
        return h2o_iovec_init(NULL, 0);
    }
    h2o_mem_link_shared(&x->pool, r);
    return h2o_iovec_init(r->bytes, r->length);
}

static struct seal_place place_of(enum cached kind, const struct vehicle_key *key)
{
    return (struct seal_place){kind == CACHED_SUMMARY ? "cache.summary" : "cache.history", key->bytes,
                               sizeof(key->bytes)};
}

static void name_of(const struct cache *c, enum cached kind, const struct vehicle_key *key,
                    char name[NAME_TEXT])
{
    uint8_t text[VEHICLE_KEY_BYTES + sizeof(FORMAT) + EPOCH_TEXT];
    size_t length = 0;

    memcpy(text, key->bytes, VEHICLE_KEY_BYTES);
    length += VEHICLE_KEY_BYTES;
    memcpy(text + length, FORMAT, sizeof(FORMAT));
    length += sizeof(FORMAT);
    memcpy(text + length, c->epoch, strlen(c->epoch));
    length += strlen(c->epoch);

    struct blind_index index = short_index(c->service->keys, KEY_CACHED_AT, text, length);
    memcpy(name, kind == CACHED_SUMMARY ? "s:" : "h:", 2);
    sodium_bin2hex(name + 2, NAME_TEXT - 2, index.bytes, INDEX_BYTES);
}

/* What was stored, from the exchange's pool; false for what we have not written. */
static bool open_value(const struct wanted *w, const struct vehicle_key *key, h2o_iovec_t stored,
                       h2o_iovec_t *plain)
{
    const struct keys *keys = w->x->service->keys;

    if (w->kind == CACHED_HISTORY)
        return unseal(&w->x->pool, keys, KEY_CACHE, place_of(w->kind, key), stored, plain);
    if (!attested(keys, place_of(w->kind, key), stored, plain))
        return false;
    *plain = h2o_strdup(&w->x->pool, plain->base, plain->len); /* hiredis takes its bytes back */
    return true;
}

/* The value behind the stamp when it may be shown, else nothing. */
static h2o_iovec_t accepted(const struct wanted *w, const struct vehicle_key *key, h2o_iovec_t stored)
{
    struct service *service = w->x->service;
    const h2o_iovec_t nothing = {NULL, 0};
    struct stamp stamp;
    h2o_iovec_t plain;

    if (stored.len == 0)
        return nothing;
    if (!open_value(w, key, stored, &plain) || plain.len < sizeof(stamp)) {
        count(service, cache_forged);
        return nothing;
    }
    memcpy(&stamp, plain.base, sizeof(stamp));
    if (!may_be_shown(service, w->kind, key, stamp.xmin, stamp.version))
        return nothing;
    h2o_iovec_t value = h2o_iovec_init(plain.base + sizeof(stamp), plain.len - sizeof(stamp));
    if (w->kind == CACHED_SUMMARY)
        remember(service->cache, key, stamp, value);
    return value;
}

static void get_on_reply(void *state, const struct answer *answer)
{
    struct wanted *w = state;

    for (size_t i = 0; answer->values != NULL && i < w->count; i++)
        w->values[i] = accepted(w, &w->keys[i], answer->values[i]);
    w->resume(w->state, &(struct answer){.values = w->values});
}

/* One command for all of them. */
static void ask_redis(struct wanted *w)
{
    struct cache *cache = w->x->service->cache;
    char(*name)[NAME_TEXT] = h2o_mem_alloc_pool(&w->x->pool, sizeof(*name) * w->count);
    const char **words = h2o_mem_alloc_pool(&w->x->pool, sizeof(*words) * (w->count + 1));
    size_t *lengths = h2o_mem_alloc_pool(&w->x->pool, sizeof(*lengths) * (w->count + 1));

    words[0] = "MGET";
    lengths[0] = 4;
    for (size_t i = 0; i < w->count; i++) {
        name_of(cache, w->kind, &w->keys[i], name[i]);
        words[i + 1] = name[i];
        lengths[i + 1] = NAME_TEXT - 1;
    }
    redis_ask(cache->redis, w->x, (int)w->count + 1, words, lengths, get_on_reply, w);
}

void cache_get(struct exchange *x, enum cached kind, const struct vehicle_key *keys, size_t count,
               continuation *resume, void *state)
{
    struct wanted *w = exchange_new(x, struct wanted);

    *w =
        (struct wanted){.x = x, .kind = kind, .keys = keys, .count = count, .resume = resume, .state = state};
    w->values = exchange_alloc(x, sizeof(*w->values) * count);
    if (may_be_looked_at(x->service, kind)) {
        ask_redis(w);
        return;
    }
    count(x->service, cache_untrusted);
    pending_refuse(pending_new(sizeof(struct pending), x, get_on_reply, w), FAULT_STORE_DOWN);
}

/* A value on its way to memory and Redis. */
struct kept {
    struct exchange *x;
    enum cached kind;
    struct vehicle_key key;
    h2o_iovec_t plain; /* the stamp, then the value */
};

static void tell_redis(const struct kept *k)
{
    struct service *service = k->x->service;
    struct seal_place place = place_of(k->kind, &k->key);
    h2o_iovec_t stored = k->kind == CACHED_SUMMARY
                             ? attest(&k->x->pool, service->keys, place, k->plain)
                             : seal(&k->x->pool, service->keys, KEY_CACHE, place, k->plain);
    char name[NAME_TEXT], seconds[24];
    size_t digits = (size_t)snprintf(seconds, sizeof(seconds), "%ld", service->settings->cache_seconds);

    name_of(service->cache, k->kind, &k->key, name);
    redis_tell(service->cache->redis, 5, (const char *const[]){"SET", name, stored.base, "EX", seconds},
               (const size_t[]){3, NAME_TEXT - 1, stored.len, 2, digits});
}

static void put_now(void *state, const struct answer *answer)
{
    const struct kept *k = state;
    struct cache *cache = k->x->service->cache;
    struct stamp stamp;

    (void)answer;
    memcpy(&stamp, k->plain.base, sizeof(stamp));
    if (k->kind == CACHED_SUMMARY)
        remember(cache, &k->key, stamp,
                 h2o_iovec_init(k->plain.base + sizeof(stamp), k->plain.len - sizeof(stamp)));
    if (redis_ready(cache->redis))
        tell_redis(k);
}

void cache_put(struct exchange *x, enum cached kind, const struct vehicle_key *key, uint64_t xmin,
               int64_t version, h2o_iovec_t value)
{
    struct stamp stamp = {xmin, version};
    struct kept *k = exchange_new(x, struct kept);

    *k = (struct kept){.x = x, .kind = kind, .key = *key};
    k->plain = h2o_concat(&x->pool, h2o_iovec_init(&stamp, sizeof(stamp)), value);
#ifdef FAULT_POINTS
    /* A reader that stalls with an old value in its hand, and stores it when all others know a newer one. */
    long ms = stall_at("before_cache_put");
    if (ms != 0) {
        x->detached = true;
        pending_until(x, clock_monotonic() + ms * 1000000, put_now, k);
        return;
    }
#endif
    put_now(k, NULL);
}
