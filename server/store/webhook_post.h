/*
 * webhook_post - sends one message to a client's webhook, signed
 *
 * POST with Content-Digest (RFC 9530, sha-256) and a signature (RFC 9421, Ed25519) over method, authority,
 * path, query, digest and type. No redirects, no proxy, ten seconds; names are resolved for each delivery and
 * only public addresses are connected to. Blocks: never call it from a loop.
 */
#pragma once

#include <h2o/memory.h>

#include "core/keys.h"
#include "store/webhook_target.h"

enum { WEBHOOK_SECONDS = 10, WEBHOOK_SIGNATURE_SECONDS = 300, WEBHOOK_BODY = 64 };

struct webhook_answer {
    int status; /* 0: there was none */
    int ms;
    const char *outcome;     /* as webhook_delivery has it; "taken" for a status of 200 to 299 */
    size_t length;           /* of what was answered */
    char body[WEBHOOK_BODY]; /* that, if it is no longer; else the beginning */
};

/* `client` is the tag of the signature (RFC 9421, 2.3): whose message it is, for who receives several
 * clients'. */
struct webhook_answer webhook_post(const struct keys *keys, const char *client, const char *url,
                                   const struct webhook_target *target, h2o_iovec_t body);

/* What the signature is over (RFC 9421, 2.5), and the two fields; for webhook_post() and for tests. */
struct webhook_signature {
    char digest[112], input[384], signature[128];
};
void webhook_sign(const struct keys *keys, const char *client, const struct webhook_target *target,
                  h2o_iovec_t body, int64_t now, const char *nonce, struct webhook_signature *signature);
