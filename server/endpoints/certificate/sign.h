/* sign - what is signed when a certificate is issued: both encodings of one set of claims, on a helper thread
 */
#pragma once

#include "certificate/claims.h"
#include "certificate/merkle.h"
#include "core/pending.h"
#include "store/certificate_store.h"

struct signed_certificate {
    const struct claims *claims; /* asked for; they live until the answer */
    struct signing signing;
    h2o_iovec_t credential; /* the answer: the bytes that are handed out, and their leaf in the log */
    struct merkle_hash leaf;
    const char *paper; /* the text of the paper's code */
    bool opened, good; /* false: the key's seed did not open; these claims cannot be signed, which is a bug */
};

/* Goes on when `s` holds the answer, which lives as long as the exchange. The seed is open on the helper
 * thread alone, for as long as it signs. FAULT_BUSY when too many wait. */
void certificate_sign(struct exchange *x, struct signed_certificate *s, continuation *resume, void *state);
