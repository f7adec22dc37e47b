/*
 * vehicle_limit - how often one vehicle is asked for in a day, by all clients together
 *
 * So that nobody watches one car from many accounts. Each loop counts in its own memory, and allows its share
 * of CHEDANG_VEHICLE_DAY: a look-up asks nobody. One client gets a quarter of it at most, and what it is
 * refused counts for nobody, so that none hides a vehicle from the others. What is asked for least gives way
 * when there are too many.
 */
#pragma once

#include "core/exchange.h"
#include "store/freshness.h"

struct vehicle_limit;

struct vehicle_limit *vehicle_limit_create(void);
void vehicle_limit_destroy(struct vehicle_limit *limit);

/* Counts one look-up by the client that asks; FAULT_LIMIT when the day has no more for it. Tells the exchange
 * what is left to it. */
enum fault MUST_CHECK vehicle_limit_take(struct exchange *x, const struct vehicle_key *key);
