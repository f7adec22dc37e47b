/*
 * reading - a vehicle's history for a page: the asker's right to it, then the cache, then PostgreSQL
 *
 * A flow calls one of these and goes on in `next`. Whatever keeps the history from being read is answered
 * here.
 */
#pragma once

#include "core/exchange.h"
#include "history/record.h"
#include "store/freshness.h"

/* Lives as long as the exchange. */
struct reading {
    struct vin vin;
    struct vehicle_key key;
    const struct history *history;
    /* Not of reading_of(): */
    const char *held_since; /* by the owner, as text */
    bool just_claimed;
    bool manages;  /* hands on, contests, rates */
    int64_t until; /* wall clock, microseconds: when the owner's consent ends; 0: without one */
    long number;   /* of that consent */
};

typedef void reading_done(void *state, const struct reading *reading);

/*
 * Of the vehicle behind the handle in the first segment of the path, and sets the exchange's audience. What
 * the account may is read from PostgreSQL every time; a handle that is unknown, somebody else's or no longer
 * valid is nowhere; so is, for reading_managed(), one that it may only read.
 */
void reading_allowed(struct exchange *x, reading_done *next, void *state);
void reading_managed(struct exchange *x, reading_done *next, void *state);

/* Of a vehicle whose row gave key and sealed VIN to somebody who may see it. */
void reading_of(struct exchange *x, h2o_iovec_t key, h2o_iovec_t sealed_vin, reading_done *next, void *state);

/* Of the vehicle with this number, for somebody who may see it; one that nothing is known of has no records.
 */
void reading_of_vin(struct exchange *x, const struct vin *vin, reading_done *next, void *state);
