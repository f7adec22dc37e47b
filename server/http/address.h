/* address - from where a request comes, for limits; never logged */
#pragma once

#include "core/exchange.h"

/*
 * Sets x->address: the peer, or what the trusted proxy of the settings says it is. An IPv6 address is cut to
 * its /64, since that is what one subscriber has.
 */
void address_read(struct exchange *x);
