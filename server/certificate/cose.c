#include "certificate/cose.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

enum { SIGN1 = 18, ALGORITHM = 1, KID = 4, EDDSA = -8, PROTECTED_BYTES = 13, MEMBERS = 4 };

void cose_kid(const uint8_t key[PUBLIC_KEY_BYTES], uint8_t kid[COSE_KID_BYTES])
{
    uint8_t hash[crypto_hash_sha256_BYTES];
    char text[THUMBPRINT_TEXT];
    size_t got = 0;

    public_key_thumbprint(key, text);
    (void)sodium_base642bin(hash, sizeof(hash), text, strlen(text), NULL, &got, NULL,
                            sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    memcpy(kid, hash, COSE_KID_BYTES);
}

void cose_signed_bytes(struct cbor_writer *w, struct cose_bytes protected, const char *purpose,
                       struct cose_bytes payload)
{
    cbor_put_array(w, MEMBERS);
    cbor_put_text(w, "Signature1");
    cbor_put_bytes(w, protected.bytes, protected.length);
    cbor_put_bytes(w, purpose, strlen(purpose));
    cbor_put_bytes(w, payload.bytes, payload.length);
}

static void put_protected(struct cbor_writer *w, const uint8_t kid[COSE_KID_BYTES])
{
    cbor_put_map(w, 2);
    cbor_put_int(w, ALGORITHM);
    cbor_put_int(w, EDDSA);
    cbor_put_int(w, KID);
    cbor_put_bytes(w, kid, COSE_KID_BYTES);
}

/* The bytes to sign, in memory that is the caller's to free. */
static struct cbor_writer to_be_signed(struct cose_bytes protected, const char *purpose,
                                       struct cose_bytes payload)
{
    size_t room = payload.length + protected.length + strlen(purpose) + COSE_SIGNED_EXTRA;
    struct cbor_writer w = {malloc(room), 0, room, false};

    if (w.bytes == NULL)
        abort();
    cose_signed_bytes(&w, protected, purpose, payload);
    return w;
}

void cose_sign1_write(struct cbor_writer *w, const uint8_t *seed, const char *purpose,
                      struct cose_bytes payload)
{
    uint8_t public_key[crypto_sign_PUBLICKEYBYTES], secret_key[crypto_sign_SECRETKEYBYTES];
    uint8_t kid[COSE_KID_BYTES], head[PROTECTED_BYTES], signature[COSE_SIGNATURE_BYTES];
    struct cbor_writer protected = {head, 0, sizeof(head), false}, message;

    crypto_sign_seed_keypair(public_key, secret_key, seed);
    cose_kid(public_key, kid);
    put_protected(&protected, kid);
    message = to_be_signed((struct cose_bytes){head, protected.length}, purpose, payload);
    crypto_sign_detached(signature, NULL, message.bytes, message.length, secret_key);
    sodium_memzero(secret_key, sizeof(secret_key));
    free(message.bytes);
    cbor_put_tag(w, SIGN1);
    cbor_put_array(w, MEMBERS);
    cbor_put_bytes(w, head, protected.length);
    cbor_put_map(w, 0);
    cbor_put_bytes(w, payload.bytes, payload.length);
    cbor_put_bytes(w, signature, sizeof(signature));
}

static bool read_protected(struct cose_sign1 *read)
{
    struct cbor_reader r = {read->protected.bytes, read->protected.length, false};
    const uint8_t *kid;
    size_t length;

    if (cbor_map(&r, 2) != 2 || cbor_int(&r, ALGORITHM, ALGORITHM) != ALGORITHM ||
        cbor_int(&r, EDDSA, EDDSA) != EDDSA || cbor_int(&r, KID, KID) != KID)
        return false;
    kid = cbor_bytes(&r, &length);
    if (!cbor_ended(&r) || length != COSE_KID_BYTES)
        return false;
    memcpy(read->kid, kid, COSE_KID_BYTES);
    return true;
}

bool cose_sign1_read(const uint8_t *bytes, size_t length, struct cose_sign1 *read)
{
    struct cbor_reader r = {bytes, length, false};
    size_t signature_length;

    cbor_tag(&r, SIGN1);
    if (cbor_array(&r, MEMBERS) != MEMBERS)
        return false;
    read->protected.bytes = cbor_bytes(&r, &read->protected.length);
    if (cbor_map(&r, 0) != 0)
        return false;
    read->payload.bytes = cbor_bytes(&r, &read->payload.length);
    read->signature = cbor_bytes(&r, &signature_length);
    return cbor_ended(&r) && signature_length == COSE_SIGNATURE_BYTES && read_protected(read);
}

bool cose_sign1_holds(const struct cose_sign1 *read, const char *purpose, const uint8_t key[PUBLIC_KEY_BYTES])
{
    struct cbor_writer message = to_be_signed(read->protected, purpose, read->payload);
    bool holds = !message.full &&
                 crypto_sign_verify_detached(read->signature, message.bytes, message.length, key) == 0;

    free(message.bytes);
    return holds;
}
