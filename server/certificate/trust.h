/*
 * trust - which keys count, and for when: what a verifier has at home
 *
 * {"type": "ChedangTrustList", "issuer": host, "issued_at", "next_update", "root": thumbprint, "keys":
 * [{"kid", "x", "published_at", "signs_from", "signs_until", "trusted_until", "ended_from"?}], "signature"},
 * signed by a root key that no server has (proof.h). Algorithm and key of a certificate come from here and
 * never from itself.
 */
#pragma once

#include <stdbool.h>

#include <h2o/memory.h>

#include "certificate/cose.h"
#include "core/public_key.h"

enum { TRUST_LIST_MOST = 256 * 1024, TRUST_KEYS_MOST = 400 };

/* All times are seconds since 1970. */
struct trusted_key {
    uint8_t key[PUBLIC_KEY_BYTES];
    int64_t published_at;
    int64_t signs_from, signs_until; /* issues from then on, and until before then */
    int64_t trusted_until;           /* the last certificate that it signed has expired then */
    int64_t ended_from;              /* nothing issued from then on counts; 0: not ended */

    /* These follow from the key; whoever makes a list leaves them alone. */
    char kid[THUMBPRINT_TEXT];
    uint8_t paper_kid[COSE_KID_BYTES];
};

struct trust_list {
    const char *issuer;
    int64_t issued_at, next_update;
    const struct trusted_key *keys;
    size_t key_count;
};

/* Canonical JSON from `pool`. `root_seed` is the 32 bytes that the root key is made from. False for more than
 * TRUST_KEYS_MOST keys, or an issuer that is no host name. */
bool trust_list_make(h2o_mem_pool_t *pool, const struct trust_list *list, const uint8_t *root_seed,
                     h2o_iovec_t *bytes);

/* The same without a signature, as it is carried to where the root is: {"type": "ChedangTrustProposal",
 * "issuer", "keys"}. Nothing of what is read is proven. */
bool trust_proposal_make(h2o_mem_pool_t *pool, const struct trust_list *list, h2o_iovec_t *bytes);
bool trust_proposal_read(h2o_mem_pool_t *pool, const char *text, size_t length, struct trust_list *list);

enum trust_reading {
    TRUST_READ,
    TRUST_UNREADABLE,
    TRUST_OTHER_ROOT, /* signed by another root than the one asked for */
    TRUST_FORGED      /* the signature does not hold */
};

/* Memory from `pool`. With `root` NULL the signature is not looked at: then the list is only as good as the
 * way it came. */
enum trust_reading trust_list_read(h2o_mem_pool_t *pool, const char *text, size_t length, const uint8_t *root,
                                   struct trust_list *list);

/* NULL: not listed. */
const struct trusted_key *trust_find(const struct trust_list *list, const char *kid);
const struct trusted_key *trust_find_paper(const struct trust_list *list,
                                           const uint8_t paper_kid[COSE_KID_BYTES]);

/* Whether what says that it was issued at this moment may have been signed with the key. */
bool trusted_key_signs(const struct trusted_key *key, int64_t issued_at);
