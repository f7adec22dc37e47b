/*
 * reading - a vehicle's history for a page: the owner's right to it, then the cache, then PostgreSQL
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
    const char *held_since; /* as text; reading_owned() only */
    bool just_claimed;      /* likewise */
};

typedef void reading_done(void *state, const struct reading *reading);

/*
 * Of the vehicle behind the handle in the first segment of the path. That the account holds it now is read
 * from PostgreSQL every time; a handle that is unknown or somebody else's is nowhere; for
 * one of the account's that has ended the answer is why.
 */
void reading_owned(struct exchange *x, reading_done *next, void *state);

/* Of a vehicle whose row gave key and sealed VIN to somebody who may see it. */
void reading_of(struct exchange *x, h2o_iovec_t key, h2o_iovec_t sealed_vin, reading_done *next, void *state);
