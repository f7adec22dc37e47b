/*
 * oauth - access tokens for platforms (RFC 6749 client credentials, RFC 6750 bearer, RFC 8414 metadata)
 *
 * POST /oauth/token with client_secret_basic gives an opaque token of 15 minutes. Errors are those of RFC
 * 6749, as members of a problem document.
 */
#pragma once

#include "core/exchange.h"

void oauth_token_start(struct exchange *x);
void oauth_metadata_start(struct exchange *x);
