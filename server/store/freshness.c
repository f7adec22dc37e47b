#include "store/freshness.h"

#include <stdlib.h>
#include <string.h>

struct freshness {
    uint64_t horizon, since; /* since 0: cold */
    int64_t began, lease;    /* of the last complete poll */
    size_t most, count, slots;
    struct change *
        slot; /* open addressing; xid 0 is free. Keys are keyed hashes, so their bytes spread by themselves */
};

struct freshness *freshness_create(size_t most_changes, int64_t lease)
{
    struct freshness *f = calloc(1, sizeof(*f));

    if (f == NULL)
        abort();
    *f = (struct freshness){.lease = lease, .most = most_changes, .slots = 1};
    while (f->slots < most_changes * 2)
        f->slots *= 2;
    f->slot = calloc(f->slots, sizeof(f->slot[0]));
    if (f->slot == NULL)
        abort();
    return f;
}

void freshness_destroy(struct freshness *f)
{
    free(f->slot);
    free(f);
}

uint64_t freshness_since(const struct freshness *f, int64_t now)
{
    return now - f->began > (int64_t)PRUNE_SECONDS / 2 * 1000000000 ? 0 : f->since;
}

size_t freshness_capacity(const struct freshness *f)
{
    return f->most;
}

/* Where the key is, or the free slot where it would be. */
static struct change *find(const struct freshness *f, const struct vehicle_key *key)
{
    uint64_t at;

    memcpy(&at, key->bytes, sizeof(at));
    for (;; at++) {
        struct change *c = &f->slot[at & (f->slots - 1)];

        if (c->xid == 0 || memcmp(&c->key, key, sizeof(*key)) == 0)
            return c;
    }
}

static void keep(struct freshness *f, const struct change *change)
{
    struct change *c = find(f, &change->key);

    if (c->xid == 0)
        f->count++;
    else if (c->version >= change->version)
        return;
    *c = *change;
}

static int by_xid(const void *a, const void *b)
{
    uint64_t x = ((const struct change *)a)->xid, y = ((const struct change *)b)->xid;

    return (x > y) - (x < y);
}

/*
 * Forgets the older half and puts the horizon above all that was forgotten. Changes of one transaction share
 * an xid and stay or go together; when all have the same one, all go.
 */
static void forget(struct freshness *f)
{
    struct change *kept = calloc(f->count + 1, sizeof(*kept));
    size_t count = 0, first;

    if (kept == NULL)
        abort();
    for (size_t i = 0; i < f->slots; i++)
        if (f->slot[i].xid != 0)
            kept[count++] = f->slot[i];
    qsort(kept, count, sizeof(*kept), by_xid);
    for (first = count / 2; first < count && kept[first].xid == kept[count / 2 - 1].xid; first++)
        ;
    if (kept[first - 1].xid + 1 > f->horizon)
        f->horizon = kept[first - 1].xid + 1;
    memset(f->slot, 0, f->slots * sizeof(f->slot[0]));
    f->count = 0;
    for (size_t i = first; i < count; i++)
        keep(f, &kept[i]);
    free(kept);
}

static void keep_all(struct freshness *f, const struct change *changes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (f->count >= f->most)
            forget(f);
        keep(f, &changes[i]);
    }
}

void freshness_learn(struct freshness *f, int64_t began, uint64_t xmin, const struct change *changes,
                     size_t count)
{
    keep_all(f, changes, count);
    f->since = xmin;
    f->began = began;
}

void freshness_start(struct freshness *f, int64_t began, uint64_t xmin, const struct change *changes,
                     size_t count)
{
    uint64_t oldest = count == 0 ? xmin : changes[count - 1].xid;

    memset(f->slot, 0, f->slots * sizeof(f->slot[0]));
    f->count = 0;
    if (count >= f->most)
        f->horizon = oldest + 1;
    else
        f->horizon = oldest < xmin ? oldest : xmin;
    freshness_learn(f, began, xmin, changes, count);
}

void freshness_lose(struct freshness *f)
{
    f->since = 0;
}

bool freshness_trusted(const struct freshness *f, int64_t now)
{
    return f->since != 0 && now - f->began < f->lease;
}

long freshness_age(const struct freshness *f, int64_t now)
{
    const int64_t second = 1000000000;

    if (f->since != 0 || f->began == 0 || now - f->began < AWAY_SECONDS * second)
        return 0;
    return (long)((now - f->began + second - 1) / second);
}

bool freshness_accepts(const struct freshness *f, const struct vehicle_key *key, uint64_t xmin,
                       int64_t version)
{
#ifndef BROKEN_NOHORIZON
    if (xmin < f->horizon)
        return false;
#else
    (void)xmin;
#endif
#ifdef BROKEN_NOMAP
    (void)key, (void)version;
    return true;
#else
    const struct change *c = find(f, key);

    return c->xid == 0 || version >= c->version;
#endif
}
