/*
 * quota - what a contract allows in a day for each purpose by itself
 */
#pragma once

#include "endpoints/platform/inquiry.h"

/*
 * Takes one look-up of its purpose for each inquiry that has no fault; those of a purpose that has fewer left
 * get FAULT_LIMIT. Then calls `next`, which may be at once: so this is the caller's last deed.
 */
void quota_take(struct exchange *x, struct inquiry *first, size_t count, void (*next)(void *state),
                void *state);

/* Likewise for one that authenticate() has not counted: one of the day's look-ups, too. */
void quota_charge(struct exchange *x, struct inquiry *inquiry, void (*next)(void *state), void *state);
