#include "core/seal.h"

#include <string.h>

#include <sodium.h>

enum {
    ALGORITHM_LIBSODIUM = 1,
    NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
    HEAD = 1 + 4,
    PLACE_BYTES = 160,
};

_Static_assert((int)SEAL_EXTRA == HEAD + NONCE + TAG, "the layout of the header file");

/* Column, a zero, row: unambiguous, as columns hold no zero. */
static size_t place_bytes(struct seal_place place, uint8_t bytes[PLACE_BYTES])
{
    size_t column = strlen(place.column) + 1;

    if (column + place.row_length > PLACE_BYTES)
        h2o_fatal("seal: place too long");
    memcpy(bytes, place.column, column);
    if (place.row_length != 0)
        memcpy(bytes + column, place.row, place.row_length);
    return column + place.row_length;
}

h2o_iovec_t seal(h2o_mem_pool_t *pool, const struct keys *keys, enum key_purpose purpose,
                 struct seal_place place, h2o_iovec_t plain)
{
    h2o_iovec_t sealed = {h2o_mem_alloc_pool(pool, plain.len + SEAL_EXTRA), plain.len + SEAL_EXTRA};
    uint8_t *out = (uint8_t *)sealed.base, ad[PLACE_BYTES];

    out[0] = ALGORITHM_LIBSODIUM;
    memcpy(out + 1, &keys->id, 4);
    randombytes_buf(out + HEAD, NONCE);
    crypto_aead_xchacha20poly1305_ietf_encrypt(out + HEAD + NONCE, NULL, (const uint8_t *)plain.base,
                                               plain.len, ad, place_bytes(place, ad), NULL, out + HEAD,
                                               keys->key[purpose]);
    return sealed;
}

bool unseal_into(const struct keys *keys, enum key_purpose purpose, struct seal_place place,
                 h2o_iovec_t sealed, uint8_t *plain)
{
    const uint8_t *in = (const uint8_t *)sealed.base;
    uint8_t ad[PLACE_BYTES];

    if (sealed.len < SEAL_EXTRA || in[0] != ALGORITHM_LIBSODIUM || memcmp(in + 1, &keys->id, 4) != 0)
        return false;
    return crypto_aead_xchacha20poly1305_ietf_decrypt(plain, NULL, NULL, in + HEAD + NONCE,
                                                      sealed.len - HEAD - NONCE, ad, place_bytes(place, ad),
                                                      in + HEAD, keys->key[purpose]) == 0;
}

bool unseal(h2o_mem_pool_t *pool, const struct keys *keys, enum key_purpose purpose, struct seal_place place,
            h2o_iovec_t sealed, h2o_iovec_t *plain)
{
    if (sealed.len < SEAL_EXTRA)
        return false;
    uint8_t *out = h2o_mem_alloc_pool(pool, sealed.len - SEAL_EXTRA + 1);

    if (!unseal_into(keys, purpose, place, sealed, out))
        return false;
    *plain = h2o_iovec_init(out, sealed.len - SEAL_EXTRA);
    out[plain->len] = '\0';
    return true;
}

struct blind_index blind_index(const struct keys *keys, enum key_purpose column, const void *text,
                               size_t length)
{
    struct blind_index index;

    crypto_generichash(index.bytes, INDEX_BYTES, text, length, keys->key[column], KEY_BYTES);
    return index;
}

struct keyed_hash keyed_hash(const struct keys *keys, enum key_purpose purpose, const void *text,
                             size_t length)
{
    struct keyed_hash hash;

    crypto_generichash(hash.bytes, HASH_BYTES, text, length, keys->key[purpose], KEY_BYTES);
    return hash;
}

struct keyed_hash fact_hash(const struct keys *keys, const uint8_t salt[SALT_BYTES], const char *kind,
                            const char *normalised)
{
    crypto_generichash_state state;
    struct keyed_hash hash;

    crypto_generichash_init(&state, keys->key[KEY_FACT], KEY_BYTES, HASH_BYTES);
    crypto_generichash_update(&state, salt, SALT_BYTES);
    crypto_generichash_update(&state, (const uint8_t *)kind, strlen(kind) + 1);
    crypto_generichash_update(&state, (const uint8_t *)normalised, strlen(normalised));
    crypto_generichash_final(&state, hash.bytes, HASH_BYTES);
    return hash;
}

void token_new(char text[TOKEN_TEXT])
{
    uint8_t bytes[32];

    randombytes_buf(bytes, sizeof(bytes));
    sodium_bin2base64(text, TOKEN_TEXT, bytes, sizeof(bytes), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    sodium_memzero(bytes, sizeof(bytes));
}

void ticket_new(char text[TICKET_TEXT])
{
    uint8_t bytes[16];

    randombytes_buf(bytes, sizeof(bytes));
    sodium_bin2hex(text, TICKET_TEXT, bytes, sizeof(bytes));
    sodium_memzero(bytes, sizeof(bytes));
}

const char *bytea_text(h2o_mem_pool_t *pool, const void *bytes, size_t length)
{
    char *text = h2o_mem_alloc_pool(pool, 2 + length * 2 + 1);

    memcpy(text, "\\x", 2);
    sodium_bin2hex(text + 2, length * 2 + 1, bytes, length);
    return text;
}

bool bytea_parse(h2o_mem_pool_t *pool, const char *text, h2o_iovec_t *bytes)
{
    size_t length = strlen(text), parsed;

    if (length < 2 || memcmp(text, "\\x", 2) != 0)
        return false;
    uint8_t *out = h2o_mem_alloc_pool(pool, length / 2);
    if (sodium_hex2bin(out, length / 2, text + 2, length - 2, NULL, &parsed, NULL) != 0)
        return false;
    *bytes = h2o_iovec_init(out, parsed);
    return true;
}
