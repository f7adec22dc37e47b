/*
 * usage_count - how often each client looked up for what, counted from the lines that go into the trail
 *
 * Lines are summed here and then added to the table client_usage with one statement, so that nobody reads
 * the trail to count it. Bounded: the caller stores when it is full and begins anew. For the drain's thread.
 */
#pragma once

#include <stdbool.h>

#include <libpq-fe.h>

#include "store/trail.h"

struct usage_count;

struct usage_count *usage_count_create(void);
void usage_count_destroy(struct usage_count *usage);

/* What was counted is forgotten. */
void usage_count_begin(struct usage_count *usage);

/* Owners' looks are not counted. False when there is no room for a line of its kind. */
bool usage_count_add(struct usage_count *usage, const struct trail_line *line);

/* Adds all of it to the table, in the transaction that `pg` is in. */
bool usage_count_store(const struct usage_count *usage, PGconn *pg);

/* As the table calls it. */
const char *trail_outcome_code(enum trail_outcome outcome);
