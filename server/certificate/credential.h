/*
 * credential - the claims as a W3C Verifiable Credential 2.0
 *
 * What the issuer hands out is an envelope: the credential, and beside it the proof that the log of issued
 * certificates has it (tree_head.h). A credential alone is good as well.
 */
#pragma once

#include <h2o/memory.h>
#include <jansson.h>

#include "certificate/claims.h"
#include "certificate/proof.h"

enum { CREDENTIAL_MOST = 256 * 1024 };

/*
 * Canonical JSON (RFC 8785) with its proof, from `pool`: these very bytes are the log's leaf. False when the
 * claims are not sound or say less than all (a paper's code).
 */
bool credential_make(h2o_mem_pool_t *pool, const struct claims *claims, const uint8_t *seed,
                     h2o_iovec_t *bytes);

struct credential {
    struct claims claims;
    struct proof proof; /* by whom it says it is; nothing is proven yet */
};

/*
 * False for what has no proof of ours. Whether the signature holds and whether it is exact are two questions:
 * what was edited is neither, and is told apart from what was never a certificate. Takes the proof out of
 * `document`, which stays the caller's; memory from `pool`.
 */
bool credential_read(h2o_mem_pool_t *pool, json_t *document, struct credential *credential);

/* Whether the document, without its proof, says just these claims, as credential_make() does and in whatever
 * writing; so that nothing of it was passed over. */
bool credential_is_exact(const json_t *document, const struct claims *claims);

/* The claims as they stand in a credential: the member credentialSubject. The caller's to json_decref. */
json_t *credential_subject(const struct claims *claims);
