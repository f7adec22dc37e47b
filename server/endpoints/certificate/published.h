/*
 * published - what verifiers need, for anybody: the keys, the DID document, the trust list
 *
 * All with an entity tag and to be asked for again before use: a key that was ended has to be known soon.
 */
#pragma once

#include "core/exchange.h"

/* /.well-known/chedang-certificate-keys.json: a JWK set (RFC 7517); `nbf`, `exp` and `ended_from` in seconds.
 */
void certificate_keys_start(struct exchange *x);

/* /.well-known/did.json: the same keys, as did:web has them. */
void did_document_start(struct exchange *x);

/* /certificates/trust-list.json, as it was signed away from here. */
void trust_list_start(struct exchange *x);

/* /credentials/maintenance/v1: the context that a credential names, for programs that read JSON-LD. */
void credential_context_start(struct exchange *x);

/* 200, or 304 for whoever has these bytes already. */
void published_reply(struct exchange *x, h2o_iovec_t bytes);
