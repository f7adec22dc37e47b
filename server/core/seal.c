#include "core/seal.h"

#include <string.h>

#include <sodium.h>

enum {
    ALGORITHM_LIBSODIUM = 1,
    ALGORITHM_SIPHASH = 2,
    NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
    HEAD = 1 + 4,
    PLACE_BYTES = 160,
};

_Static_assert((int)SEAL_EXTRA == HEAD + NONCE + TAG, "the layout of the header file");
_Static_assert((int)ATTEST_EXTRA == HEAD + crypto_shorthash_siphashx24_BYTES, "likewise");
_Static_assert((int)INDEX_BYTES == crypto_shorthash_siphashx24_BYTES, "an index is one hash");
_Static_assert((int)KEY_BYTES >= crypto_shorthash_siphashx24_KEYBYTES, "half of a key is used");

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

/* The key of the place, made from ours, makes the tag: so nothing has to be put in one piece first. */
static struct blind_index tag_of(const struct keys *keys, struct seal_place place, const char *plain,
                                 size_t length)
{
    uint8_t bytes[PLACE_BYTES], place_key[crypto_shorthash_siphashx24_BYTES];
    struct blind_index tag;

    crypto_shorthash_siphashx24(place_key, bytes, place_bytes(place, bytes), keys->key[KEY_ATTEST]);
    crypto_shorthash_siphashx24(tag.bytes, (const uint8_t *)plain, length, place_key);
    return tag;
}

h2o_iovec_t attest(h2o_mem_pool_t *pool, const struct keys *keys, struct seal_place place, h2o_iovec_t plain)
{
    h2o_iovec_t whole = {h2o_mem_alloc_pool(pool, plain.len + ATTEST_EXTRA), plain.len + ATTEST_EXTRA};
    struct blind_index tag = tag_of(keys, place, plain.base, plain.len);

    whole.base[0] = ALGORITHM_SIPHASH;
    memcpy(whole.base + 1, &keys->id, 4);
    memcpy(whole.base + HEAD, tag.bytes, sizeof(tag.bytes));
    memcpy(whole.base + ATTEST_EXTRA, plain.base, plain.len);
    return whole;
}

bool attested(const struct keys *keys, struct seal_place place, h2o_iovec_t whole, h2o_iovec_t *plain)
{
    if (whole.len < ATTEST_EXTRA || whole.base[0] != ALGORITHM_SIPHASH ||
        memcmp(whole.base + 1, &keys->id, 4) != 0)
        return false;
    struct blind_index tag = tag_of(keys, place, whole.base + ATTEST_EXTRA, whole.len - ATTEST_EXTRA);
    if (sodium_memcmp(tag.bytes, whole.base + HEAD, sizeof(tag.bytes)) != 0)
        return false;
    *plain = h2o_iovec_init(whole.base + ATTEST_EXTRA, whole.len - ATTEST_EXTRA);
    return true;
}

struct blind_index short_index(const struct keys *keys, enum key_purpose purpose, const void *text,
                               size_t length)
{
    struct blind_index index;

    crypto_shorthash_siphashx24(index.bytes, text, length, keys->key[purpose]);
    return index;
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

bool ticket_fits(const char *text)
{
    return text != NULL && strlen(text) == TICKET_TEXT - 1 &&
           strspn(text, "0123456789abcdef") == TICKET_TEXT - 1;
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
