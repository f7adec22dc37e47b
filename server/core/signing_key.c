#include "core/signing_key.h"

#include <sodium.h>

void message_sign(const struct keys *keys, const char *message, size_t length,
                  uint8_t signature[SIGNATURE_BYTES])
{
    uint8_t public_key[crypto_sign_PUBLICKEYBYTES], secret_key[crypto_sign_SECRETKEYBYTES];

    crypto_sign_seed_keypair(public_key, secret_key, keys->key[KEY_WEBHOOK]);
    crypto_sign_detached(signature, NULL, (const uint8_t *)message, length, secret_key);
    sodium_memzero(secret_key, sizeof(secret_key));
}

void signing_public_key(const struct keys *keys, uint8_t key[PUBLIC_KEY_BYTES],
                        char thumbprint[THUMBPRINT_TEXT])
{
    uint8_t secret_key[crypto_sign_SECRETKEYBYTES];

    crypto_sign_seed_keypair(key, secret_key, keys->key[KEY_WEBHOOK]);
    sodium_memzero(secret_key, sizeof(secret_key));
    public_key_thumbprint(key, thumbprint);
}
