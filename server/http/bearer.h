/* bearer - the token of "Authorization: Bearer …" (RFC 6750); empty when there is none */
#pragma once

#include "core/exchange.h"

/* Belongs to the request. */
h2o_iovec_t bearer_of(const struct exchange *x);
