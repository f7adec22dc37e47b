/*
 * feed_store - what a client is told of, from the rows of changes_of_client.sql
 */
#pragma once

#include "history/feed_event.h"
#include "store/rows.h"

/* How far a client's feed goes: the newest number, and the one up to which nothing is kept. */
struct feed_extent {
    int64_t last, forgotten;
};
struct feed_extent feed_extent_of(const struct rows *rows);

/* How many events the rows are, and the number of one. */
int feed_count(const struct rows *rows);
int64_t feed_seq(const struct rows *rows, int row);

/* Texts belong to the rows, or to the pool. False for a vehicle whose number does not open, which the log
 * has. */
bool MUST_CHECK feed_event_read(h2o_mem_pool_t *pool, const struct keys *keys, int64_t client,
                                const struct rows *rows, int row, struct feed_event *event);
