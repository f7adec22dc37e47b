/*
 * certificate_store - certificates to and from rows; what of them is sealed, and the key that signs
 */
#pragma once

#include "certificate/claims.h"
#include "core/fault.h"
#include "core/keys.h"
#include "core/public_key.h"
#include "core/seal.h"
#include "store/rows.h"

enum { SEED_BYTES = 32 };

/* The key that signs now. Its seed stays sealed until the moment of signing. */
struct signing {
    char kid[THUMBPRINT_TEXT];
    uint8_t public_key[PUBLIC_KEY_BYTES], sealed_seed[SEAL_EXTRA + SEED_BYTES];
};

/* From three columns: kid, public key, sealed seed. False when they are null. */
bool MUST_CHECK signing_read(h2o_mem_pool_t *pool, const struct rows *rows, int row, int column,
                             struct signing *signing);

/* Opens the seed, which the caller wipes as soon as it has signed. Nothing is logged, since helper threads
 * sign; who learns on the loop that it did not open answers with signing_refused(). */
bool MUST_CHECK signing_open(const struct keys *keys, const struct signing *signing,
                             uint8_t seed[SEED_BYTES]);

/* Why something was not signed: NO_SIGNING_KEY, and a line in the log, when the seed did not open; else BUG.
 */
enum fault signing_refused(bool opened);

/* As a parameter, bound to the key's row. From `pool`. */
const char *signing_seed_seal(h2o_mem_pool_t *pool, const struct keys *keys, const char *kid,
                              const uint8_t seed[SEED_BYTES]);

/* The sealed columns of a certificate. */
enum certificate_column { CERTIFICATE_CREDENTIAL, CERTIFICATE_PAPER, CERTIFICATE_REFERENCE };

/* As a parameter, bound to the certificate's row. From `pool`. */
const char *certificate_seal(h2o_mem_pool_t *pool, const struct keys *keys, enum certificate_column column,
                             const struct certificate_number *number, h2o_iovec_t plain);

/* False, and a line of the log, when it does not open; `plain` ends with a zero that is not counted. */
bool MUST_CHECK certificate_open(h2o_mem_pool_t *pool, const struct keys *keys,
                                 enum certificate_column column, const struct certificate_number *number,
                                 h2o_iovec_t sealed, h2o_iovec_t *plain);

/* As a parameter; and from a column, false when it is null. */
const char *certificate_number_bytea(h2o_mem_pool_t *pool, const struct certificate_number *number);
bool rows_certificate_number(h2o_mem_pool_t *pool, const struct rows *rows, int row, int column,
                             struct certificate_number *number);
/* The same as people read it, from `pool`; NULL when it is null. */
const char *rows_certificate_number_text(h2o_mem_pool_t *pool, const struct rows *rows, int row, int column);

/* From two columns, the state and whether its time is over: a valid one has then expired; what was changed or
 * withdrawn before says more. Belongs to the rows. */
const char *rows_certificate_state(const struct rows *rows, int row, int column);
