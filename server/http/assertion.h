/*
 * assertion - a client proves with a private key who it is (RFC 7523, private_key_jwt)
 *
 * A JWT signed with Ed25519 (RFC 8037): "iss" and "sub" are the client, "aud" is one of ours, "exp" lies at
 * most ASSERTION_SECONDS ahead, and "jti" names it, since it counts once. Clocks may differ by a minute.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/public_key.h"

enum {
    ASSERTION_BYTES = 2048, /* at most */
    ASSERTION_SECONDS = 300,
    ASSERTION_SKEW = 60,
    ASSERTION_NAME = 65 /* of a client or a key, with the zero */
};

struct assertion {
    char client[ASSERTION_NAME], kid[ASSERTION_NAME]; /* kid: "" when it does not say */
    char jti[129];
    int64_t expires; /* seconds since 1970 */
    const char *text;
    size_t signed_length; /* of the text: what the signature is over */
    uint8_t signature[64];
};

/*
 * Reads one that is meant for one of `audiences`, which a NULL ends, and not expired `now`. What it says is
 * believed only after assertion_signed(). NULL, or a sentence that says what is wrong with it.
 */
const char *assertion_read(const char *text, const char *const *audiences, int64_t now, struct assertion *a);

bool assertion_signed(const struct assertion *a, const uint8_t key[PUBLIC_KEY_BYTES]);
