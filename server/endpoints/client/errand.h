/*
 * errand - what the console does in its client's name
 *
 * A session is no token, so what issues certificates runs on an exchange of its own, whose asker is the
 * client, with the contract of today. The page's exchange stays until the errand has ended; `refused` learns
 * of what goes wrong, and may find that nobody waits for the page any more (exchange_wanted).
 */
#pragma once

#include "core/exchange.h"

/* Goes on with the client's exchange, to be ended by errand_end(); or with `refused`. */
void errand_begin(struct exchange *x, void (*resume)(void *state, struct exchange *own),
                  void (*refused)(void *state, const struct refusal *refusal), void *state);

/* The status of a form that is shown again with what was refused. */
int errand_status(enum fault fault);

/* Both exchanges may be gone afterwards. `own` NULL: it never began. */
void errand_end(struct exchange *x, struct exchange *own);
