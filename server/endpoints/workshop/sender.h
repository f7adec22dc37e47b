/*
 * sender - whose upload it is, and which addresses uploads come from
 *
 * A software vendor sends for thousands of workshops from one address in one night. So the limit of open
 * doors holds for an address only until it has shown that it sends for somebody; then each workshop's own
 * limit counts. With sixty wrong tokens and passwords in an hour it is anybody's again: fewer than anybody
 * may try.
 */
#pragma once

#include "core/pending.h"

/* Answers with a fault: TOKEN_EXPIRED when the token is nobody's; else *workshop, which lives as long as the
 * exchange, is whose it is. */
void sender_find(struct exchange *x, const char *token, int64_t *workshop, continuation *resume, void *state);

/* Whether this loop knows the address of a request as a sender's. */
bool sender_is_known(struct exchange *x);
/* That a token or password came from there that was right, or wrong. */
void sender_note(struct exchange *x, bool right);
