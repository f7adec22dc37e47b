#include "store/memory.h"

#include <stdlib.h>
#include <string.h>

enum { LARGEST = 64, SMALL_SHARE = 10, TYPICAL_BYTES = 1024, MOST_WANTED = 3 };

struct queue {
    h2o_linklist_t list; /* the oldest first */
    size_t bytes;
};

struct memory {
    size_t most, slots; /* a power of two */
    struct remembered **slot;
    uint64_t *left; /* by slot: the last that left the small queue */
    struct queue small, main;
};

struct memory *memory_create(size_t most_bytes)
{
    struct memory *m = h2o_mem_alloc(sizeof(*m));

    *m = (struct memory){.most = most_bytes, .slots = 1};
    while (m->slots * TYPICAL_BYTES < most_bytes)
        m->slots *= 2;
    m->slot = calloc(m->slots, sizeof(m->slot[0]));
    m->left = calloc(m->slots, sizeof(m->left[0]));
    if (m->slot == NULL || m->left == NULL)
        abort();
    h2o_linklist_init_anchor(&m->small.list);
    h2o_linklist_init_anchor(&m->main.list);
    return m;
}

/* Keys are keyed hashes: their bytes spread by themselves. */
static uint64_t hash_of(const struct vehicle_key *key)
{
    uint64_t hash;

    memcpy(&hash, key->bytes, sizeof(hash));
    return hash;
}

static struct remembered *oldest(const struct queue *queue)
{
    /* NOLINTNEXTLINE(clang-analyzer-unix.Malloc): no queue holds what was released */
    return H2O_STRUCT_FROM_MEMBER(struct remembered, queued, queue->list.next);
}

static size_t cost(const struct remembered *r)
{
    return sizeof(*r) + r->length;
}

static void enqueue(struct queue *queue, struct remembered *r)
{
    h2o_linklist_insert(&queue->list, &r->queued);
    queue->bytes += cost(r);
}

static void dequeue(struct queue *queue, struct remembered *r)
{
    h2o_linklist_unlink(&r->queued);
    queue->bytes -= cost(r);
}

void memory_forget(struct memory *m, struct remembered *r)
{
    struct remembered **at = &m->slot[hash_of(&r->key) & (m->slots - 1)];

    while (*at != r)
        at = &(*at)->next;
    *at = r->next;
    dequeue(r->in_main ? &m->main : &m->small, r);
    h2o_mem_release_shared(r);
}

void memory_destroy(struct memory *m)
{
    while (m->small.bytes != 0)
        memory_forget(m, oldest(&m->small));
    while (m->main.bytes != 0)
        memory_forget(m, oldest(&m->main));
    free(m->slot);
    free(m->left);
    free(m);
}

static struct remembered *find(const struct memory *m, const struct vehicle_key *key)
{
    struct remembered *r = m->slot[hash_of(key) & (m->slots - 1)];

    while (r != NULL && memcmp(&r->key, key, sizeof(*key)) != 0)
        r = r->next;
    return r;
}

struct remembered *memory_find(struct memory *m, const struct vehicle_key *key)
{
    struct remembered *r = find(m, key);

    if (r != NULL && r->wanted < MOST_WANTED)
        r->wanted++;
    return r;
}

static void promote(struct memory *m, struct remembered *r)
{
    dequeue(&m->small, r);
    r->in_main = true;
    r->wanted = 0;
    enqueue(&m->main, r);
}

/* Out of the small queue: what was wanted again moves on, the rest leaves its name. */
static void shrink_small(struct memory *m)
{
    struct remembered *r = oldest(&m->small);

    if (r->wanted != 0) {
        promote(m, r);
        return;
    }
    m->left[hash_of(&r->key) & (m->slots - 1)] = hash_of(&r->key);
    memory_forget(m, r);
}

/* Once round for each time that it was wanted. */
static void shrink_main(struct memory *m)
{
    struct remembered *r = oldest(&m->main);

    if (r->wanted == 0) {
        memory_forget(m, r);
        return;
    }
    r->wanted--;
    dequeue(&m->main, r);
    enqueue(&m->main, r);
}

static void make_room(struct memory *m)
{
    while (memory_bytes(m) > m->most)
        if (m->small.bytes > m->most / SMALL_SHARE || m->main.bytes == 0)
            shrink_small(m);
        else
            shrink_main(m);
}

void memory_keep(struct memory *m, const struct vehicle_key *key, uint64_t xmin, int64_t version,
                 h2o_iovec_t value)
{
    uint64_t hash = hash_of(key);
    struct remembered *old = find(m, key), *r;
    bool in_main = old != NULL ? old->in_main : m->left[hash & (m->slots - 1)] == hash;

    if (old != NULL)
        memory_forget(m, old);
    if (sizeof(*r) + value.len > m->most / LARGEST)
        return;
    r = h2o_mem_alloc_shared(NULL, sizeof(*r) + value.len, NULL);
    *r = (struct remembered){.next = m->slot[hash & (m->slots - 1)],
                             .key = *key,
                             .xmin = xmin,
                             .version = version,
                             .length = value.len,
                             .in_main = in_main};
    memcpy(r->bytes, value.base, value.len);
    m->slot[hash & (m->slots - 1)] = r;
    enqueue(in_main ? &m->main : &m->small, r);
    make_room(m);
}

size_t memory_bytes(const struct memory *m)
{
    return m->small.bytes + m->main.bytes;
}
