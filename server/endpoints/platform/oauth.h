/*
 * oauth - access tokens for platforms (RFC 6749 client credentials, 6750 bearer, 7009 revocation, 7523
 * private_key_jwt, 8414 metadata)
 *
 * POST /oauth/token gives an opaque token of 15 minutes for the purposes that `scope` names, or for all that
 * the contract has; POST /oauth/revoke ends one of the client's own. Errors are those of RFC 6749, as members
 * of a problem document.
 */
#pragma once

#include "core/exchange.h"

void oauth_token_start(struct exchange *x);
void oauth_revoke_start(struct exchange *x);
void oauth_metadata_start(struct exchange *x);
