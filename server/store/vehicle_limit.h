/*
 * vehicle_limit - how often one vehicle is asked for in a day, by all clients together
 *
 * So that nobody watches one car from many accounts. Each loop counts in its own memory, and allows its share
 * of CHEDANG_VEHICLE_DAY: a look-up asks nobody. What is asked for least gives way when there are too many.
 */
#pragma once

#include "core/exchange.h"
#include "store/freshness.h"

struct vehicle_limit;

struct vehicle_limit *vehicle_limit_create(void);
void vehicle_limit_destroy(struct vehicle_limit *limit);

/* Counts one look-up; FAULT_LIMIT when the day has no more. Tells the exchange what is left. */
enum fault MUST_CHECK vehicle_limit_take(struct exchange *x, const struct vehicle_key *key);
