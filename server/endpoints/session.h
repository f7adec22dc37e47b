/* session - its end at the wish of whoever it belongs to: an owner, a workshop, somebody of the authority */
#pragma once

#include "core/exchange.h"
#include "store/db.h"

/* Answers a form that ends this session, or by another query more than it, and leads to `after`, which must
 * live as long as the exchange. */
void session_leave(struct exchange *x, enum query query, const char *after);
