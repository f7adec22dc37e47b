#include "core/totp.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

#include "core/base32.h"

enum { SHA1_BYTES = 20, COUNTER_BYTES = 8, CODES = 1000000 };

void totp_key_new(uint8_t key[TOTP_KEY_BYTES])
{
    randombytes_buf(key, TOTP_KEY_BYTES);
}

void totp_key_text(const uint8_t key[TOTP_KEY_BYTES], char text[TOTP_KEY_TEXT])
{
    base32_write(key, TOTP_KEY_BYTES, text);
}

/* The truncation of RFC 4226, section 5.3. */
static unsigned truncated(const uint8_t mac[SHA1_BYTES])
{
    const uint8_t *at = mac + (mac[SHA1_BYTES - 1] & 15);

    return ((at[0] & 127U) << 24 | (unsigned)at[1] << 16 | (unsigned)at[2] << 8 | at[3]) % CODES;
}

void totp_code(const uint8_t key[TOTP_KEY_BYTES], int64_t step, char code[TOTP_DIGITS + 1])
{
    uint8_t counter[COUNTER_BYTES], mac[SHA1_BYTES];
    unsigned length = sizeof(mac);

    for (int i = 0; i < COUNTER_BYTES; i++)
        counter[i] = (uint8_t)((uint64_t)step >> (56 - 8 * i));
    if (HMAC(EVP_sha1(), key, TOTP_KEY_BYTES, counter, sizeof(counter), mac, &length) == NULL)
        abort(); /* only where libcrypto has no SHA-1, or no memory */
    snprintf(code, TOTP_DIGITS + 1, "%06u", truncated(mac));
    sodium_memzero(mac, sizeof(mac));
}

int64_t totp_step(const uint8_t key[TOTP_KEY_BYTES], const char *code, int64_t seconds)
{
    int64_t now = seconds / TOTP_SECONDS, found = -1;
    char right[TOTP_DIGITS + 1];

    if (strlen(code) != TOTP_DIGITS)
        return -1;
    for (int64_t step = now - 1; step <= now + 1; step++) {
        totp_code(key, step, right);
        if (sodium_memcmp(right, code, TOTP_DIGITS) == 0)
            found = step;
    }
    sodium_memzero(right, sizeof(right));
    return found;
}
