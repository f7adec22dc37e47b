/* address - from where a request comes, for limits, and for owners to tell their sessions by; never logged */
#pragma once

#include "core/exchange.h"

/*
 * The peer, or what the trusted proxy of the settings says it is; read from the request when it is first
 * asked for; empty where there is none. An IPv6 address is cut to its /64, since that is what one subscriber
 * has.
 */
const char *address_of(struct exchange *x);
