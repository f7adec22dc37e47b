/*
 * keys - one root key, and a key for each purpose derived from it
 *
 * The root key is 32 random bytes in a file that only its owner may read. libsodium's KDF derives the others;
 * each purpose has a context of eight characters. Keys live in guarded memory that is not dumped or swapped.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* clang-format off */
#define KEY_PURPOSES(KEY) \
    KEY(SEAL,    "chd-seal") /* XChaCha20-Poly1305 of what is stored */ \
    KEY(CACHE,   "chd-cach") /* likewise, of what is cached */ \
    KEY(VEHICLE, "chd-vehi") /* vehicle keys from VINs */ \
    KEY(PLATE,   "chd-plat") /* blind indexes, one key a column */ \
    KEY(PHONE,   "chd-phon") \
    KEY(NUMBER,  "chd-numb") \
    KEY(ADDRESS, "chd-addr") \
    KEY(CONTENT, "chd-cont") /* whether a message is the same as before */ \
    KEY(TOKEN,   "chd-tokn") /* tokens, secrets, sessions */ \
    KEY(CODE,    "chd-code") /* sign-in codes */ \
    KEY(FACT,    "chd-fact") /* facts of the registry, with a salt a row */ \
    KEY(FORM,    "chd-form") /* CSRF tokens */ \
    KEY(ATTEST,  "chd-attd") /* SipHash of what is cached and holds nothing personal */ \
    KEY(CACHED_AT, "chd-name") /* names of cached values */ \
    KEY(SOURCE,  "chd-srce") /* which file an import is of */ \
    KEY(HANDLE,  "chd-hndl") /* what stands for a vehicle in a client's addresses */ \
    KEY(HANDLE_TAG, "chd-htag") \
    KEY(WEBHOOK, "chd-hook") /* seed of the Ed25519 key that signs what is sent to clients */ \
    KEY(RECORD,  "chd-rcrd") /* what stands for a record in addresses */ \
    KEY(COMPANY, "chd-comp") /* blind index of a company's code */ \
    KEY(BEARER,  "chd-bear") /* SipHash by which a bearer token is known as one of ours */ \
    KEY(PHRASE,  "chd-phra") /* digests of names that the lexicon does not know */ \
    KEY(TRAIL_PLACE, "chd-tplc") /* XChaCha20-Poly1305 of places in the trail, which addresses of pages carry */
/* clang-format on */

enum key_purpose {
#define KEY(name, context) KEY_##name,
    KEY_PURPOSES(KEY)
#undef KEY
        KEY_COUNT
};

enum { KEY_BYTES = 32 };

struct keys {
    uint32_t id; /* stands in every sealed value */
    uint8_t key[KEY_COUNT][KEY_BYTES];
};

/* NULL, with a sentence in `complaint`, for a file that is missing, not a key file, or readable by others. */
const struct keys *keys_load(const char *path, char *complaint, size_t size);

/* Writes a new key file with mode 0600; refuses to replace one. */
bool keys_create(const char *path, char *complaint, size_t size);
