/*
 * paper_code - the claims in the QR code of the paper
 *
 * "HTTPS://" host "/C#" and a COSE_Sign1 (cose.h) of the claims (paper_payload.h) in base32: capitals, so
 * that the code is small, and behind #, so that no server is told. Any camera opens the page that checks it.
 *
 * It has to fit into a QR code of version 15 at level M. Where it does not, this is left out, one after the
 * other, as little as helps: readings but for the first, the last and both readings of every fall, evenly;
 * counts of parts; counts of works; provinces; the shallowest falls. The code says what is missing: how many
 * readings there are in all, and lists that were left out are absent. The series' digest is of the whole one.
 */
#pragma once

#include <h2o/memory.h>

#include "certificate/claims.h"
#include "certificate/cose.h"

enum { PAPER_CODE_TEXT_MOST = 1024, PAPER_CODE_VERSION = 15 };

#define PAPER_CODE_PURPOSE "chedang/certificate/paper/1"

/* False when the claims are not sound. Text from `pool`; `said` is what it says of the claims, or NULL. */
bool paper_code_make(h2o_mem_pool_t *pool, const struct claims *claims, const uint8_t *seed,
                     struct claims *said, h2o_iovec_t *text);

struct paper_code {
    struct cose_sign1 signed_by; /* by whom it says it is; nothing is proven yet */
    struct claims claims;
};

/* False for what paper_code_make() does not make; scheme, host and path may be in small letters as well. */
bool paper_code_read(h2o_mem_pool_t *pool, const char *text, size_t length, struct paper_code *code);

bool paper_code_holds(const struct paper_code *code, const uint8_t key[PUBLIC_KEY_BYTES]);

/* How many bits such a text takes in a QR code of version 10 to 26, at most. */
size_t paper_code_bits(size_t host_length, size_t signed_bytes);
