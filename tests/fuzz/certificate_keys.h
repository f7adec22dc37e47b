/* certificate_keys - the key that signed the kept inputs, and a list that trusts it */
#pragma once

#include "target.h"

#include <sodium.h>

#include "certificate/trust.h"

static const uint8_t fuzz_seed[32] = "a seed that is nobody's secret.";
#define FUZZ_ISSUER "chedang.example.cn"

static struct trusted_key fuzz_key = {.signs_until = INT64_MAX - 1, .trusted_until = INT64_MAX};
static const struct trust_list fuzz_trust = {FUZZ_ISSUER, 0, INT64_MAX, &fuzz_key, 1};

static inline void fuzz_key_make(void)
{
    uint8_t secret[crypto_sign_SECRETKEYBYTES];

    MUST(sodium_init() >= 0);
    crypto_sign_seed_keypair(fuzz_key.key, secret, fuzz_seed);
    public_key_thumbprint(fuzz_key.key, fuzz_key.kid);
    cose_kid(fuzz_key.key, fuzz_key.paper_kid);
}
