/*
 * limits - how often somebody may ask
 *
 * Fixed windows, counted in Redis and leased to the loops in slices of an eighth of a loop's share, 250 at
 * most, so that most requests ask nobody. With Redis away each loop counts its own share. What was leased
 * before another loop ran dry is all that a window can be over-run by.
 */
#pragma once

#include "core/pending.h"

struct limits;

enum limit {
    LIMIT_ADDRESS,          /* requests to open doors from one address */
    LIMIT_LOOKUP,           /* look-ups of one client, burst */
    LIMIT_LOOKUP_DAY,       /* likewise, day */
    LIMIT_PURPOSE_DAY,      /* likewise, for one purpose, where the contract says how many */
    LIMIT_REPEAT_DAY,       /* what one client asks by handle, whether it has changed or not */
    LIMIT_WORKSHOP,         /* uploads of one workshop */
    LIMIT_REGISTER,         /* registrations of workshops from one address */
    LIMIT_PASSWORD,         /* passwords checked for one name from one address in an hour */
    LIMIT_PASSWORD_ADDRESS, /* passwords checked from one address in an hour, for whichever names */
    LIMIT_QUARANTINE,       /* messages of one workshop kept in quarantine in a day */
    LIMIT_COUNT
};

struct limits *limits_create(struct service *service);
void limits_destroy(struct limits *limits);

/*
 * Takes `amount` from what `who` may, all of it or nothing; TOO_MANY_LINES when no window could hold it.
 * `who` is hashed with a key before it is kept anywhere. Answers with FAULT_NONE or FAULT_LIMIT, and leaves
 * in the exchange what the RateLimit and Retry-After header fields will say. What this loop holds is taken at
 * once: then `resume` runs before this returns, so this is the caller's last deed.
 * Who goes on after as many refusals as there was to have in a window is refused a moment later each time.
 */
void limits_take(struct exchange *x, enum limit limit, long amount, const void *who, size_t length,
                 continuation *resume, void *state);

/* Likewise where a contract says how many there are in a window; 0: as the settings say. */
void limits_take_of(struct exchange *x, enum limit limit, long most, long amount, const void *who,
                    size_t length, continuation *resume, void *state);
