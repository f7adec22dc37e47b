/*
 * sandbox - GET /v1/sandbox, and what the vehicles of the sandbox do that others do not
 */
#pragma once

#include "endpoints/platform/inquiry.h"

/* {"vehicles":[{"vin","shows","about","status","code","after_ms","retry_after","handle"}]}, for any client.
 */
void sandbox_start(struct exchange *x);

/* Whether the client is one of the sandbox and the vehicle is not. */
bool sandbox_bars(const struct exchange *x, const struct vin *vin);

/*
 * Before anything is looked up: refuses those inquiries that are to be refused, and waits where an answer is
 * to be late. Of what an unkind client asks, one in twenty is refused with BUSY, and one request or portion
 * in twenty is late by up to two seconds. Then calls `next`, which may be at once: so this is the caller's
 * last deed. At most SANDBOX_LATE of a loop's answers are late at a time; then BUSY is the answer.
 */
enum { SANDBOX_LATE = 64 };
void sandbox_act(struct exchange *x, struct inquiry *first, size_t count, void (*next)(void *state),
                 void *state);
