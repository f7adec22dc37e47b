/*
 * summaries - what summaries are made from, read together
 *
 * All that the requests of one turn of the loop ask for goes to PostgreSQL as one statement, sent when the
 * turn ends, or when one of the two that are under way is answered: the busier it is, the more share one. No
 * request ever joins a statement that was sent before it came, since that may be older than an upload which
 * was acknowledged in between.
 */
#pragma once

#include "core/pending.h"
#include "store/freshness.h"

struct summaries;

struct summaries *summaries_create(struct service *service);
void summaries_destroy(struct summaries *summaries);

/* Answers with the rows of this vehicle for history_from_rows(), or with a fault of db_read(). FAULT_BUSY
 * when as many wait as may (CHEDANG_LOOKUPS_WAITING): more would only wait longer. Parts of a batch wait,
 * since each asks for no more until it is answered. */
void summaries_read(struct exchange *x, const struct vehicle_key *key, continuation *resume, void *state);
