/*
 * suspects - clients that seem to go through numbers are noticed, told of, and slowed
 *
 * Each loop watches what comes to it (history/enumeration.h), and what a client does there is slowed there at
 * once, for an hour after the last sign. PostgreSQL is told, so that the other loops and servers hear of it
 * with the client's next token query (store/clients.h), and a restart forgives nothing. Contracts may say
 * that it is expected (terms.bulk); then only vehicles that nobody has are told of.
 */
#pragma once

#include "core/exchange.h"
#include "history/vin.h"
#include "store/freshness.h"

struct suspects;

struct suspects *suspects_create(void);
void suspects_destroy(struct suspects *suspects);

/* Whether the client that asks may look up one more now: FAULT_NONE, or FAULT_SLOWED. */
enum fault MUST_CHECK suspects_admit(struct exchange *x);

/* What it has looked up. */
void suspects_note(struct exchange *x, const struct vin *vin, const struct vehicle_key *key, bool recorded);
