/*
 * repeat_limit - how often one client asks again for one vehicle in a day, by its handle
 *
 * What has not changed costs nothing of the day's look-ups, but a line of the trail each time, which owners
 * read: so there is an end to it. Each loop counts in its own memory, and allows its share of
 * CHEDANG_REPEATS_VEHICLE. What is asked for least gives way when there are too many.
 */
#pragma once

#include "core/exchange.h"
#include "store/freshness.h"

struct repeat_limit;

struct repeat_limit *repeat_limit_create(void);
void repeat_limit_destroy(struct repeat_limit *limit);

/* Counts one; FAULT_LIMIT when the client that asks has no more of this vehicle today, which it is told. */
enum fault MUST_CHECK repeat_limit_take(struct exchange *x, const struct vehicle_key *key);
