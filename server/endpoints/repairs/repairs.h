/*
 * repairs - POST /v1/repairs: records of workshops, one or up to five hundred, by whom they are or by their
 * vendor
 *
 * A record is known by its workshop and settlement number: sent again with others values it is corrected. One
 * is answered by itself; many by lines, in order, each with its own status, as they are stored.
 */
#pragma once

#include "core/exchange.h"

void repairs_start(struct exchange *x);
void repair_put_start(struct exchange *x); /* PUT /v1/repairs/:handle: a correction of this one */
