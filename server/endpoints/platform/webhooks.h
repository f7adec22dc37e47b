/*
 * webhooks - /v1/webhooks: a client's feed, sent to where it wants
 *
 * GET, POST {"url", "after"}, DELETE /{id}, POST /{id}/ping, POST /{id}/replay {"after"}, GET
 * /{id}/deliveries?before=&limit=; and the public key that messages are signed with, /.well-known/jwks.json
 * (RFC 7517, 8037).
 */
#pragma once

#include "core/exchange.h"

void webhooks_start(struct exchange *x);
void webhook_make_start(struct exchange *x);
void webhook_end_start(struct exchange *x);
void webhook_ping_start(struct exchange *x);
void webhook_replay_start(struct exchange *x);
void webhook_deliveries_start(struct exchange *x);
void signing_keys_start(struct exchange *x);
