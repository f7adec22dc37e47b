#include "store/workshop_store.h"

#include <string.h>

#include <sodium.h>

#include "core/seal.h"

enum { PASSES = 2, MEMORY_BYTES = 19 << 20 };

_Static_assert((int)PASSWORD_HASH_TEXT == crypto_pwhash_STRBYTES, "libsodium's text form");

bool workshop_password_hash(const char *password, char hash[PASSWORD_HASH_TEXT])
{
    return crypto_pwhash_str_alg(hash, password, strlen(password), PASSES, MEMORY_BYTES,
                                 crypto_pwhash_ALG_ARGON2ID13) == 0;
}

bool workshop_password_holds(const char *password, const char hash[PASSWORD_HASH_TEXT])
{
    return crypto_pwhash_str_verify(hash, password, strlen(password)) == 0;
}

static struct seal_place place_of(const char *column, const char *code)
{
    return (struct seal_place){column, code, strlen(code)};
}

static const char *seal_text(h2o_mem_pool_t *pool, const struct keys *keys, struct seal_place place,
                             const char *text)
{
    h2o_iovec_t sealed = seal(pool, keys, KEY_SEAL, place, h2o_iovec_init(text, strlen(text)));

    return bytea_text(pool, sealed.base, sealed.len);
}

const char *workshop_password_seal(h2o_mem_pool_t *pool, const struct keys *keys, const char *code,
                                   const char *hash)
{
    return seal_text(pool, keys, place_of("workshop.password", code), hash);
}

const char *workshop_contacts_seal(h2o_mem_pool_t *pool, const struct keys *keys, const char *code,
                                   const char *contacts)
{
    return seal_text(pool, keys, place_of("workshop.contacts", code), contacts);
}

bool workshop_password_open(const struct keys *keys, const char *code, h2o_iovec_t sealed,
                            char hash[PASSWORD_HASH_TEXT])
{
    if (sealed.len < SEAL_EXTRA || sealed.len - SEAL_EXTRA >= PASSWORD_HASH_TEXT)
        return false;
    memset(hash, 0, PASSWORD_HASH_TEXT);
    return unseal_into(keys, KEY_SEAL, place_of("workshop.password", code), sealed, (uint8_t *)hash);
}

const char *workshop_contacts_open(h2o_mem_pool_t *pool, const struct keys *keys, const char *code,
                                   h2o_iovec_t sealed)
{
    h2o_iovec_t plain;

    if (!unseal(pool, keys, KEY_SEAL, place_of("workshop.contacts", code), sealed, &plain))
        return NULL;
    return plain.base; /* a zero stands behind it */
}

const char *workshop_secret_seal(h2o_mem_pool_t *pool, const struct keys *keys, const char *app_id,
                                 const char *secret)
{
    return seal_text(pool, keys, place_of("workshop_key.secret", app_id), secret);
}

const char *workshop_secret_open(h2o_mem_pool_t *pool, const struct keys *keys, const char *app_id,
                                 h2o_iovec_t sealed)
{
    h2o_iovec_t plain;

    return unseal(pool, keys, KEY_SEAL, place_of("workshop_key.secret", app_id), sealed, &plain) ? plain.base
                                                                                                 : NULL;
}
