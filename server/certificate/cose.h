/*
 * cose - a payload with one Ed25519 signature (COSE_Sign1, RFC 9052; EdDSA, RFC 9053)
 *
 * As deterministic CBOR, tag 18. What it is signed for is external_aad, so that nothing else which the key
 * signs can be shown as this. Algorithm and key id are protected; there is nothing unprotected.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/cbor.h"
#include "core/public_key.h"

enum { COSE_KID_BYTES = 8, COSE_SIGNATURE_BYTES = 64, COSE_EXTRA = 86, COSE_SIGNED_EXTRA = 128 };

struct cose_bytes {
    const uint8_t *bytes;
    size_t length;
};

struct cose_sign1 {
    uint8_t kid[COSE_KID_BYTES];
    struct cose_bytes protected, payload;
    const uint8_t *signature; /* COSE_SIGNATURE_BYTES */
};

/* What is signed: the Sig_structure of `protected`, `purpose` and payload. */
void cose_signed_bytes(struct cbor_writer *w, struct cose_bytes protected, const char *purpose,
                       struct cose_bytes payload);

/* w->full when it had no room: COSE_EXTRA bytes beside the payload at most. `seed` is the 32 bytes that an
 * Ed25519 key is made from. */
void cose_sign1_write(struct cbor_writer *w, const uint8_t *seed, const char *purpose,
                      struct cose_bytes payload);

/* Points into `bytes`. False for what cose_sign1_write() does not write. */
bool cose_sign1_read(const uint8_t *bytes, size_t length, struct cose_sign1 *read);

bool cose_sign1_holds(const struct cose_sign1 *read, const char *purpose,
                      const uint8_t key[PUBLIC_KEY_BYTES]);

/* What a key is called on paper: the first bytes of its thumbprint. */
void cose_kid(const uint8_t key[PUBLIC_KEY_BYTES], uint8_t kid[COSE_KID_BYTES]);
