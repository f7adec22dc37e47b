/*
 * clients - which client a bearer token belongs to, and what its contract allows
 *
 * What PostgreSQL has said is believed for TRUST_MS, so that a client that asks often costs no query each
 * time; a token that is revoked is accepted for that long at most, whether Redis is there or not, and
 * `chedang client revoke` waits so long before it says done. Refusals are not remembered. At half that time
 * it is asked for again, on nobody's behalf, and all who come while a question is under way share its answer:
 * else all of a busy moment would ask, and what they ask would keep the others waiting. While PostgreSQL is
 * away (cache_age()) a token that was good goes on until it expires, for CHEDANG_AGED_SECONDS at most.
 */
#pragma once

#include "core/pending.h"

struct clients;

enum { TRUST_MS = 500 };

struct clients *clients_create(void);
void clients_destroy(struct clients *clients);

/* Makes the client of a token the one that asks. Answers with FAULT_NONE, FAULT_TOKEN_EXPIRED, or a fault of
 * db_read(). When the client is known `resume` runs before this returns, so this is the caller's last deed,
 * and likewise when the token was never ours, which asks nobody.
 */
void clients_find(struct exchange *x, h2o_iovec_t token, continuation *resume, void *state);

/* Likewise in the middle of a long exchange: whether its token is good now, not when it began.
 * FAULT_CONTRACT_ENDED when it is good and allows nothing any more. */
void clients_find_again(struct exchange *x, h2o_iovec_t token, continuation *resume, void *state);
