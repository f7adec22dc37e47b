/*
 * shares - /vehicles/:handle/shares: links by which an owner hands the history of a vehicle on
 *
 * A link's secret is told once, in the answer to the form that made it; what is stored is its keyed hash. The
 * form carries the name of the link that it makes, so that sending it twice makes one.
 */
#pragma once

#include "core/exchange.h"

void shares_start(struct exchange *x);
void share_make_start(struct exchange *x);
void share_end_start(struct exchange *x);
