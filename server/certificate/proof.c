#include "certificate/proof.h"

#include <stdio.h>
#include <string.h>

#include <h2o.h>
#include <sodium.h>

#include "core/base58.h"
#include "core/canonical_json.h"
#include "core/utc_text.h"

enum { METHOD_TEXT = DID_TEXT + THUMBPRINT_TEXT };

const char *did_of(const char *issuer, char text[DID_TEXT])
{
    int host = (int)strcspn(issuer, ":");
    const char *port = issuer + host;

    snprintf(text, DID_TEXT, "did:web:%.*s%s%s", host, issuer, *port == ':' ? "%3A" : "",
             *port == ':' ? port + 1 : "");
    return text;
}

static bool hash_of(const json_t *value, uint8_t hash[crypto_hash_sha256_BYTES])
{
    h2o_mem_pool_t pool;
    h2o_iovec_t bytes;

    h2o_mem_init_pool(&pool);
    bytes = canonical_json(&pool, value);
    if (bytes.base != NULL)
        crypto_hash_sha256(hash, (const uint8_t *)bytes.base, bytes.len);
    h2o_mem_clear_pool(&pool);
    return bytes.base != NULL;
}

bool proof_hashes(const json_t *proof, const json_t *document, uint8_t hashes[PROOF_HASHES])
{
    return hash_of(proof, hashes) && hash_of(document, hashes + crypto_hash_sha256_BYTES);
}

static json_t *proof_without_value(const json_t *document, const char *issuer, int64_t created,
                                   const char *kid)
{
    char did[DID_TEXT], method[METHOD_TEXT], moment[UTC_TEXT];

    snprintf(method, sizeof(method), "%s#%s", did_of(issuer, did), kid);
    return json_pack("{s:O*, s:s, s:s, s:s, s:s, s:s}", "@context", json_object_get(document, "@context"),
                     "type", "DataIntegrityProof", "cryptosuite", "eddsa-jcs-2022", "created",
                     utc_text(created, moment), "verificationMethod", method, "proofPurpose",
                     "assertionMethod");
}

static void sign(const void *message, size_t length, const uint8_t *seed, char text[BASE58_TEXT])
{
    uint8_t public_key[crypto_sign_PUBLICKEYBYTES], secret_key[crypto_sign_SECRETKEYBYTES];
    uint8_t signature[PROOF_SIGNATURE_BYTES];

    crypto_sign_seed_keypair(public_key, secret_key, seed);
    crypto_sign_detached(signature, NULL, message, length, secret_key);
    sodium_memzero(secret_key, sizeof(secret_key));
    base58_write(signature, sizeof(signature), text);
}

static void kid_of_seed(const uint8_t *seed, char kid[THUMBPRINT_TEXT])
{
    uint8_t public_key[crypto_sign_PUBLICKEYBYTES], secret_key[crypto_sign_SECRETKEYBYTES];

    crypto_sign_seed_keypair(public_key, secret_key, seed);
    sodium_memzero(secret_key, sizeof(secret_key));
    public_key_thumbprint(public_key, kid);
}

bool proof_add(json_t *document, const char *issuer, int64_t created, const uint8_t *seed)
{
    char kid[THUMBPRINT_TEXT], value[BASE58_TEXT];
    uint8_t hashes[PROOF_HASHES];
    json_t *proof;

    kid_of_seed(seed, kid);
    proof = proof_without_value(document, issuer, created, kid);
    if (proof == NULL || !proof_hashes(proof, document, hashes)) {
        json_decref(proof);
        return false;
    }
    sign(hashes, sizeof(hashes), seed, value);
    json_object_set_new(proof, "proofValue", json_string(value));
    json_object_set_new(document, "proof", proof);
    return true;
}

/* What stands behind # of the verification method, when that is a thumbprint. */
static bool kid_named(const json_t *proof, char kid[THUMBPRINT_TEXT])
{
    const char *method = json_string_value(json_object_get(proof, "verificationMethod"));
    const char *found = method == NULL ? NULL : strchr(method, '#');

    if (found == NULL || strlen(found + 1) != THUMBPRINT_TEXT - 1)
        return false;
    strcpy(kid, found + 1);
    return true;
}

/* The proof but for its value is made again and has to be the same. */
static bool read_proof(json_t *proof, const json_t *document, const char *issuer, int64_t created,
                       struct proof *read)
{
    const char *value = json_string_value(json_object_get(proof, "proofValue"));
    json_t *expected;
    bool good;

    if (value == NULL || !base58_read(value, read->signature, sizeof(read->signature)) ||
        !kid_named(proof, read->kid))
        return false;
    json_object_del(proof, "proofValue");
    expected = proof_without_value(document, issuer, created, read->kid);
    good = json_equal(proof, expected) && proof_hashes(proof, document, read->hashes);
    json_decref(expected);
    return good;
}

bool proof_take(json_t *document, const char *issuer, int64_t created, struct proof *proof)
{
    json_t *member = json_incref(json_object_get(document, "proof"));
    bool good;

    if (!json_is_object(member)) {
        json_decref(member);
        return false;
    }
    json_object_del(document, "proof");
    good = read_proof(member, document, issuer, created, proof);
    json_decref(member);
    return good;
}

bool proof_holds(const struct proof *proof, const uint8_t key[PUBLIC_KEY_BYTES])
{
    return crypto_sign_verify_detached(proof->signature, proof->hashes, sizeof(proof->hashes), key) == 0;
}

bool signature_add(json_t *document, const uint8_t *seed)
{
    char value[BASE58_TEXT];
    h2o_mem_pool_t pool;
    h2o_iovec_t bytes;

    h2o_mem_init_pool(&pool);
    bytes = canonical_json(&pool, document);
    if (bytes.base != NULL) {
        sign(bytes.base, bytes.len, seed, value);
        json_object_set_new(document, "signature", json_string(value));
    }
    h2o_mem_clear_pool(&pool);
    return bytes.base != NULL;
}

bool signature_holds(const json_t *document, const uint8_t key[PUBLIC_KEY_BYTES])
{
    const char *value = json_string_value(json_object_get(document, "signature"));
    uint8_t signature[PROOF_SIGNATURE_BYTES];
    json_t *rest = json_copy((json_t *)document);
    h2o_mem_pool_t pool;
    h2o_iovec_t bytes;
    bool holds = value != NULL && base58_read(value, signature, sizeof(signature));

    h2o_mem_init_pool(&pool);
    json_object_del(rest, "signature");
    bytes = canonical_json(&pool, rest);
    holds = holds && bytes.base != NULL &&
            crypto_sign_verify_detached(signature, (const uint8_t *)bytes.base, bytes.len, key) == 0;
    h2o_mem_clear_pool(&pool);
    json_decref(rest);
    return holds;
}
