/*
 * authenticate - finds out who asks, and goes on or answers 401
 *
 * A platform by its bearer token, an owner by the session cookie. Both are random; only their keyed hash is
 * stored and looked for, in PostgreSQL and for every request, so that what is revoked is revoked at once.
 */
#pragma once

#include "core/exchange.h"
#include "core/fault.h"

void authenticate(struct exchange *x, void (*next)(struct exchange *x));

/* Refuses somebody whom nobody knows: counted against the address, so that guessing is limited and told what
 * is left. */
void authenticate_refuse(struct exchange *x, enum fault fault);
