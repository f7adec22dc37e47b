/*
 * memory - finished summaries in this loop's memory, in front of Redis
 *
 * Bounded in bytes. What is wanted once passes through without pushing out what is wanted often: a newcomer
 * waits in a small queue, and only what is asked for again, there or soon after it has left, comes into the
 * main one (S3-FIFO: Yang, Zhang, Qiu, Yue, Rashmi, "FIFO queues are all you need for cache eviction", SOSP
 * 2023). Holds only what a platform may see. Knows nothing of freshness: whoever finds a value asks
 * freshness_accepts() whether it may be shown.
 *
 * Not shared between threads.
 */
#pragma once

#include <h2o.h>

#include "store/freshness.h"

struct memory;

/* A value and what it was read with. Shared memory of h2o's: h2o_mem_link_shared() keeps it for an answer. */
struct remembered {
    h2o_linklist_t queued;
    struct remembered *next; /* with the same hash */
    struct vehicle_key key;
    uint64_t xmin;
    int64_t version;
    size_t length;
    uint8_t wanted; /* again, how often; up to three */
    bool in_main;
    char bytes[];
};

/* 0 bytes: remembers nothing. */
struct memory *memory_create(size_t most_bytes);
void memory_destroy(struct memory *memory);

/* NULL when it is not there; lives until the next memory_keep() or memory_forget(). */
struct remembered *memory_find(struct memory *memory, const struct vehicle_key *key);

/* In place of what was there for the key. What is larger than a 64th of the bound is not kept. */
void memory_keep(struct memory *memory, const struct vehicle_key *key, uint64_t xmin, int64_t version,
                 h2o_iovec_t value);

/* A value that may not be shown any more takes up no room. */
void memory_forget(struct memory *memory, struct remembered *remembered);

/* Including what each value costs besides its bytes. */
size_t memory_bytes(const struct memory *memory);
