/*
 * seal - values that nobody can read, swap or find without the keys
 *
 * A sealed value is algorithm (1 byte, 1 = libsodium's XChaCha20-Poly1305; SM4 is reserved), key id (4),
 * nonce (24), ciphertext, tag (16). Where it lives is bound in as additional data, so that a value put
 * elsewhere does not open.
 *
 * An attested value is algorithm (1 byte, 2 = libsodium's SipHash-2-4 of 128 bits), key id (4), tag (16) and
 * the value in the clear: nobody can make or move one without the keys, and it costs a quarter.
 */
#pragma once

#include <h2o/memory.h>

#include "core/keys.h"
#include "core/fault.h"

/* "table.column" and what identifies the row. */
struct seal_place {
    const char *column;
    const void *row;
    size_t row_length;
};

enum { SEAL_EXTRA = 1 + 4 + 24 + 16 };

/* From `pool`. `purpose` is KEY_SEAL for what is stored and KEY_CACHE for what is cached. */
h2o_iovec_t seal(h2o_mem_pool_t *pool, const struct keys *keys, enum key_purpose purpose,
                 struct seal_place place, h2o_iovec_t plain);

/* False for anything that was not sealed here, for this place, with this key. */
bool MUST_CHECK unseal(h2o_mem_pool_t *pool, const struct keys *keys, enum key_purpose purpose,
                       struct seal_place place, h2o_iovec_t sealed, h2o_iovec_t *plain);

/* Likewise without a pool: `plain` has room for sealed.len - SEAL_EXTRA bytes. */
bool MUST_CHECK unseal_into(const struct keys *keys, enum key_purpose purpose, struct seal_place place,
                            h2o_iovec_t sealed, uint8_t *plain);

enum { ATTEST_EXTRA = 1 + 4 + 16 };

/* From `pool`; for what holds no personal data. */
h2o_iovec_t attest(h2o_mem_pool_t *pool, const struct keys *keys, struct seal_place place, h2o_iovec_t plain);

/* False for anything that was not attested here, for this place. `plain` points into `whole`. */
bool MUST_CHECK attested(const struct keys *keys, struct seal_place place, h2o_iovec_t whole,
                         h2o_iovec_t *plain);

/* The same text gives the same index, which nobody can make without the key. Text is already normalised. */
enum { INDEX_BYTES = 16, HASH_BYTES = 32 };
struct blind_index {
    uint8_t bytes[INDEX_BYTES];
};
struct blind_index blind_index(const struct keys *keys, enum key_purpose column, const void *text,
                               size_t length);

/* Likewise and nine times as fast (SipHash-2-4), for names that are made for each request. */
struct blind_index short_index(const struct keys *keys, enum key_purpose purpose, const void *text,
                               size_t length);

/* Keyed hash of a token, a secret, a message; compare with sodium_memcmp(). */
struct keyed_hash {
    uint8_t bytes[HASH_BYTES];
};
struct keyed_hash keyed_hash(const struct keys *keys, enum key_purpose purpose, const void *text,
                             size_t length);

/* A fact that is only ever checked: salted, and bound to what kind of fact it is ("plate", "engine_no", ...).
 */
enum { SALT_BYTES = 16 };
struct keyed_hash fact_hash(const struct keys *keys, const uint8_t salt[SALT_BYTES], const char *kind,
                            const char *normalised);

/* 32 random bytes as base64url, 43 characters; and 16 as hex, 32 characters. */
enum { TOKEN_TEXT = 44, TICKET_TEXT = 33 };
void token_new(char text[TOKEN_TEXT]);
void ticket_new(char text[TICKET_TEXT]);
/* Whether it could be of ticket_new(); false for NULL. */
bool ticket_fits(const char *text);

/* "\x…" as PostgreSQL reads and writes bytea; text from `pool`. */
const char *bytea_text(h2o_mem_pool_t *pool, const void *bytes, size_t length);
bool MUST_CHECK bytea_parse(h2o_mem_pool_t *pool, const char *text, h2o_iovec_t *bytes);
