#include "core/public_key.h"

#include <stdio.h>
#include <string.h>

#include <jansson.h>
#include <sodium.h>

#define PEM_BEGIN "-----BEGIN PUBLIC KEY-----"
#define PEM_END   "-----END PUBLIC KEY-----"

/* SubjectPublicKeyInfo of Ed25519 up to the key itself: RFC 8410, section 4. */
static const uint8_t spki[] = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};

static bool is_text(const json_t *object, const char *name, const char *wanted)
{
    const char *text = json_string_value(json_object_get(object, name));

    return text != NULL && strcmp(text, wanted) == 0;
}

static bool from_jwk(const char *text, size_t length, uint8_t key[PUBLIC_KEY_BYTES])
{
    json_t *object = json_loadb(text, length, JSON_REJECT_DUPLICATES, NULL);
    const char *x = json_string_value(json_object_get(object, "x"));
    size_t got = 0;
    bool good = x != NULL && is_text(object, "kty", "OKP") && is_text(object, "crv", "Ed25519") &&
                json_object_get(object, "d") == NULL &&
                sodium_base642bin(key, PUBLIC_KEY_BYTES, x, strlen(x), NULL, &got, NULL,
                                  sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0 &&
                got == PUBLIC_KEY_BYTES;

    json_decref(object);
    return good;
}

static bool from_pem(const char *text, const char *end, uint8_t key[PUBLIC_KEY_BYTES])
{
    uint8_t der[sizeof(spki) + PUBLIC_KEY_BYTES];
    const char *begin = text + strlen(PEM_BEGIN);
    size_t got = 0;

    if (sodium_base642bin(der, sizeof(der), begin, (size_t)(end - begin), " \t\r\n", &got, NULL,
                          sodium_base64_VARIANT_ORIGINAL) != 0 ||
        got != sizeof(der) || memcmp(der, spki, sizeof(spki)) != 0)
        return false;
    memcpy(key, der + sizeof(spki), PUBLIC_KEY_BYTES);
    return true;
}

bool public_key_parse(const char *text, size_t length, uint8_t key[PUBLIC_KEY_BYTES])
{
    char kept[PUBLIC_KEY_TEXT_MOST + 1];
    const char *begin, *end;

    if (length > PUBLIC_KEY_TEXT_MOST)
        return false;
    memcpy(kept, text, length);
    kept[length] = '\0';
    begin = strstr(kept, PEM_BEGIN);
    end = begin == NULL ? NULL : strstr(begin, PEM_END);
    return (end != NULL ? from_pem(begin, end, key) : from_jwk(text, length, key)) &&
           crypto_core_ed25519_is_valid_point(key) == 1;
}

void public_key_thumbprint(const uint8_t key[PUBLIC_KEY_BYTES], char text[THUMBPRINT_TEXT])
{
    char x[sodium_base64_ENCODED_LEN(PUBLIC_KEY_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING)], jwk[128];
    uint8_t hash[crypto_hash_sha256_BYTES];

    sodium_bin2base64(x, sizeof(x), key, PUBLIC_KEY_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    int length = snprintf(jwk, sizeof(jwk), "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"%s\"}", x);
    crypto_hash_sha256(hash, (const uint8_t *)jwk, (size_t)length);
    sodium_bin2base64(text, THUMBPRINT_TEXT, hash, sizeof(hash), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}
