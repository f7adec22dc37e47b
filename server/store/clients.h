/*
 * clients - which client a bearer token belongs to, and what its contract allows
 *
 * What PostgreSQL has said is believed for TRUST_MS, so that a client that asks often costs no query each
 * time; a token that is revoked is accepted for that long at most, whether Redis is there or not, and
 * `chedang client revoke` waits so long before it says done. Refusals are not remembered.
 */
#pragma once

#include "core/pending.h"

struct clients;

enum { TRUST_MS = 500 };

struct clients *clients_create(void);
void clients_destroy(struct clients *clients);

/* Makes the client of a token the one that asks, at once; false when PostgreSQL has to be asked. `*again`:
 * half of the time is over, and whoever hears so, which is one of all, should ask before it ends. */
bool clients_known(struct exchange *x, h2o_iovec_t token, bool *again);

/* What PostgreSQL said, as x->asker has it, to a question that was sent at `asked` (monotonic, ns). */
void clients_learn(const struct exchange *x, h2o_iovec_t token, int64_t asked);
