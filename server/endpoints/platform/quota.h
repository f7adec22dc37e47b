/*
 * quota - what look-ups count for besides their client's burst and day
 *
 * The few that a client has which seems to go through numbers (store/suspects.h); how often the vehicle is
 * asked for (store/vehicle_limit.h), but for the sandbox's; what a contract allows in a day for each purpose.
 */
#pragma once

#include "endpoints/platform/inquiry.h"

/*
 * Takes what each inquiry without a fault counts for. Those for which there is not enough get FAULT_SLOWED or
 * FAULT_LIMIT; of one purpose all or none. Then calls `next`, which may be at once: so this is the caller's
 * last deed.
 */
void quota_take(struct exchange *x, struct inquiry *first, size_t count, void (*next)(void *state),
                void *state);

/* Likewise what each look by handle counts for, before anybody knows whether anything has changed: it leaves
 * a line in the trail. */
void quota_repeat(struct exchange *x, struct inquiry *inquiry, void (*next)(void *state), void *state);

/* Likewise for one that authenticate() has not counted: one of the day's look-ups, too. */
void quota_charge(struct exchange *x, struct inquiry *inquiry, void (*next)(void *state), void *state);
