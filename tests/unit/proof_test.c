/* proof_test - Ed25519, Data Integrity and COSE against what others have published */
#include "testing.h"

#include <h2o.h>
#include <jansson.h>
#include <openssl/evp.h>
#include <sodium.h>

#include "certificate/cose.h"
#include "certificate/proof.h"
#include "core/base58.h"
#include "core/canonical_json.h"

static void from_hex(const char *hex, uint8_t *bytes, size_t length)
{
    size_t got = 0;

    assert_int_equal(sodium_hex2bin(bytes, length, hex, strlen(hex), NULL, &got, NULL), 0);
    assert_int_equal(got, length);
}

/* RFC 8032, 7.1: tests 1 to 3. */
static void ed25519_signs_as_its_standard_does(void **unused)
{
    static const struct {
        const char *seed, *key, *message, *signature;
    } vectors[] = {
        {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
         "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
         "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
         "d25bf5f0595bbe24655141438e7a100b"},
        {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
         "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
         "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
         "387b2eaeb4302aeeb00d291612bb0c00"},
        {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
         "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
         "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
         "4a7c15e9716ed28dc027beceea1ec40a"},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(vectors); i++) {
        uint8_t seed[32], key[32], secret[64], signature[64], wanted[64], message[2];
        size_t length = strlen(vectors[i].message) / 2;

        from_hex(vectors[i].seed, seed, sizeof(seed));
        from_hex(vectors[i].message, message, length);
        from_hex(vectors[i].signature, wanted, sizeof(wanted));
        crypto_sign_seed_keypair(key, secret, seed);
        from_hex(vectors[i].key, seed, sizeof(seed));
        assert_memory_equal(key, seed, sizeof(key));
        crypto_sign_detached(signature, NULL, message, length, secret);
        assert_memory_equal(signature, wanted, sizeof(wanted));
    }
}

/* W3C, Data Integrity EdDSA Cryptosuites v1.0, B.2: the example of eddsa-jcs-2022. */
static const char alumni[] =
    "{\"@context\":[\"https://www.w3.org/ns/credentials/v2\",\"https://www.w3.org/ns/credentials/examples/"
    "v2\"],"
    "\"id\":\"urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33\",\"type\":[\"VerifiableCredential\","
    "\"AlumniCredential\"],"
    "\"name\":\"Alumni Credential\",\"description\":\"A minimum viable example of an Alumni Credential.\","
    "\"issuer\":\"https://vc.example/issuers/5678\",\"validFrom\":\"2023-01-01T00:00:00Z\","
    "\"credentialSubject\":{\"id\":\"did:example:abcdefgh\",\"alumniOf\":\"The School of Examples\"}}";
static const char alumni_options[] =
    "{\"type\":\"DataIntegrityProof\",\"cryptosuite\":\"eddsa-jcs-2022\",\"created\":\"2023-02-24T23:36:"
    "38Z\","
    "\"verificationMethod\":\"did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2#"
    "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2\",\"proofPurpose\":\"assertionMethod\","
    "\"@context\":[\"https://www.w3.org/ns/credentials/v2\",\"https://www.w3.org/ns/credentials/examples/"
    "v2\"]}";
static const char alumni_canonical[] =
    "{\"@context\":[\"https://www.w3.org/ns/credentials/v2\",\"https://www.w3.org/ns/credentials/examples/"
    "v2\"],"
    "\"credentialSubject\":{\"alumniOf\":\"The School of Examples\",\"id\":\"did:example:abcdefgh\"},"
    "\"description\":\"A minimum viable example of an Alumni Credential.\","
    "\"id\":\"urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33\",\"issuer\":\"https://vc.example/issuers/5678\","
    "\"name\":\"Alumni Credential\",\"type\":[\"VerifiableCredential\",\"AlumniCredential\"],"
    "\"validFrom\":\"2023-01-01T00:00:00Z\"}";
static const char options_canonical[] = "{\"@context\":[\"https://www.w3.org/ns/credentials/v2\",\"https://"
                                        "www.w3.org/ns/credentials/examples/v2\"],"
                                        "\"created\":\"2023-02-24T23:36:38Z\",\"cryptosuite\":\"eddsa-jcs-"
                                        "2022\",\"proofPurpose\":\"assertionMethod\","
                                        "\"type\":\"DataIntegrityProof\",\"verificationMethod\":\"did:key:"
                                        "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2#"
                                        "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2\"}";
static const char alumni_hashes[] = "66ab154f5c2890a140cb8388a22a160454f80575f6eae09e5a097cabe539a1db"
                                    "59b7cb6251b8991add1ce0bc83107e3db9dbbab5bd2c28f687db1a03abc92f19";
static const char alumni_signature[] = "407cd12654b33d718ecbb99179a1506daaa849450bf3fc523cce3e1c96f8b803"
                                       "51da3f253d725c6f00b07c9e5448d50b3ef78012b9ab54255116d069c6dd2808";
static const char alumni_value[] =
    "z2HnFSSPPBzR36zdDgK8PbEHeXbR56YF24jwMpt3R1eHXQzJDMWS93FCzpvJpwTWd3GAVFuUfjoJdcnTMuVor51aX";

static void assert_canonical(const json_t *value, const char *wanted)
{
    h2o_mem_pool_t pool;

    h2o_mem_init_pool(&pool);
    assert_string_equal(canonical_json(&pool, value).base, wanted);
    h2o_mem_clear_pool(&pool);
}

static void a_proof_is_the_one_of_the_standards_example(void **unused)
{
    json_t *document = json_loads(alumni, 0, NULL), *options = json_loads(alumni_options, 0, NULL);
    uint8_t hashes[PROOF_HASHES], seed[34], key[34], public_key[32], secret[64], signature[64];
    char hex[2 * PROOF_HASHES + 1], value[BASE58_TEXT];

    (void)unused;
    assert_canonical(document, alumni_canonical);
    assert_canonical(options, options_canonical);
    assert_true(proof_hashes(options, document, hashes));
    assert_string_equal(sodium_bin2hex(hex, sizeof(hex), hashes, sizeof(hashes)), alumni_hashes);
    assert_true(base58_read("z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq", seed, sizeof(seed)));
    assert_true(base58_read("z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2", key, sizeof(key)));
    crypto_sign_seed_keypair(public_key, secret, seed + 2);
    crypto_sign_detached(signature, NULL, hashes, sizeof(hashes), secret);
    assert_string_equal(sodium_bin2hex(hex, sizeof(hex), signature, sizeof(signature)), alumni_signature);
    assert_string_equal(base58_write(signature, sizeof(signature), value), alumni_value);

    struct proof proof;
    memcpy(proof.hashes, hashes, sizeof(hashes));
    assert_true(base58_read(alumni_value, proof.signature, sizeof(proof.signature)));
    assert_true(proof_holds(&proof, key + 2));
    proof.hashes[0] ^= 1;
    assert_false(proof_holds(&proof, key + 2));
    json_decref(document);
    json_decref(options);
}

/* OpenSSL's Ed25519 and SHA-256 instead of libsodium's. */
static bool openssl_verifies(const uint8_t *key, const uint8_t *signature, const void *message, size_t length)
{
    EVP_PKEY *pkey = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, key, 32);
    EVP_MD_CTX *md = EVP_MD_CTX_new();
    bool good = EVP_DigestVerifyInit(md, NULL, NULL, NULL, pkey) == 1 &&
                EVP_DigestVerify(md, signature, 64, message, length) == 1;

    EVP_MD_CTX_free(md);
    EVP_PKEY_free(pkey);
    return good;
}

static void our_own_proofs_hold_for_openssl(void **unused)
{
    json_t *document = json_loads(alumni, 0, NULL), *proof, *value;
    uint8_t seed[32] = {7}, key[32], secret[64], signature[64], hashes[64];
    unsigned length;

    (void)unused;
    crypto_sign_seed_keypair(key, secret, seed);
    assert_true(proof_add(document, "localhost:8443", 1795500000, seed));
    proof = json_incref(json_object_get(document, "proof"));
    assert_memory_equal(json_string_value(json_object_get(proof, "verificationMethod")),
                        "did:web:localhost%3A8443#", 25);
    json_object_del(document, "proof");
    value = json_incref(json_object_get(proof, "proofValue"));
    json_object_del(proof, "proofValue");
    char *options_text = json_dumps(proof, JSON_COMPACT | JSON_SORT_KEYS),
         *document_text = json_dumps(document, JSON_COMPACT | JSON_SORT_KEYS);
    EVP_Digest(options_text, strlen(options_text), hashes, &length, EVP_sha256(), NULL);
    EVP_Digest(document_text, strlen(document_text), hashes + 32, &length, EVP_sha256(), NULL);
    assert_true(base58_read(json_string_value(value), signature, sizeof(signature)));
    assert_true(openssl_verifies(key, signature, hashes, sizeof(hashes)));
    free(options_text);
    free(document_text);
    json_decref(proof);
    json_decref(value);
    json_decref(document);
}

/* COSE working group, Examples/eddsa-examples/eddsa-sig-01: what is signed, and the signature. */
static void cose_signs_as_the_working_group_does(void **unused)
{
    static const uint8_t protected[] = {0xa2, 0x01, 0x27, 0x03, 0x00};
    static const char content[] = "This is the content.";
    const struct cose_bytes head = {protected, sizeof(protected)}, payload = {(const uint8_t *)content, 20};
    uint8_t message[128], seed[32], key[32], secret[64], signature[64], wanted[64];
    struct cbor_writer w = {message, 0, sizeof(message), false};

    (void)unused;
    from_hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", seed, sizeof(seed));
    from_hex(
        "7142fd2ff96d56db85bee905a76ba1d0b7321a95c8c4d3607c5781932b7afb8711497dfa751bf40b58b3bcc32300b148"
        "7f3db34085eef013bf08f4a44d6fef0d",
        wanted, sizeof(wanted));
    crypto_sign_seed_keypair(key, secret, seed);
    cose_signed_bytes(&w, head, "", payload);
    crypto_sign_detached(signature, NULL, message, w.length, secret);
    assert_memory_equal(signature, wanted, sizeof(wanted));
}

/* The layout of RFC 9052, 4.2, byte for byte, and OpenSSL's opinion of the signature. */
static void our_cose_is_laid_out_as_the_standard_says(void **unused)
{
    static const uint8_t payload[] = {0xa1, 0x01, 0x02};
    uint8_t bytes[COSE_EXTRA + sizeof(payload)], seed[32] = {9}, key[32], secret[64], kid[COSE_KID_BYTES];
    uint8_t message[64] = {0x84, 0x6a, 'S', 'i', 'g', 'n', 'a', 't', 'u', 'r', 'e', '1', 0x4d};
    struct cbor_writer w = {bytes, 0, sizeof(bytes), false};
    struct cose_sign1 read;

    (void)unused;
    crypto_sign_seed_keypair(key, secret, seed);
    cose_kid(key, kid);
    cose_sign1_write(&w, seed, "for", (struct cose_bytes){payload, sizeof(payload)});
    assert_false(w.full);
    static const uint8_t begins[] = {0xd2, 0x84, 0x4d, 0xa2, 0x01, 0x27, 0x04, 0x48};
    assert_memory_equal(bytes, begins, sizeof(begins));
    assert_memory_equal(bytes + 8, kid, sizeof(kid));
    static const uint8_t goes_on[] = {0xa0, 0x43, 0xa1, 0x01, 0x02, 0x58, 0x40};
    assert_memory_equal(bytes + 16, goes_on, sizeof(goes_on));
    assert_int_equal(w.length, 16 + 7 + 64);
    memcpy(message + 13, bytes + 3, 13);
    memcpy(message + 26,
           "\x43"
           "for"
           "\x43\xa1\x01\x02",
           8);
    assert_true(openssl_verifies(key, bytes + 23, message, 34));
    assert_true(cose_sign1_read(bytes, w.length, &read));
    assert_true(cose_sign1_holds(&read, "for", key));
    assert_false(cose_sign1_holds(&read, "fob", key));
}

static void a_signed_document_holds_until_it_is_touched(void **unused)
{
    json_t *document = json_pack("{s:s, s:i}", "type", "Something", "size", 5);
    uint8_t seed[32] = {3}, other[32] = {4}, key[32], other_key[32], secret[64];

    (void)unused;
    crypto_sign_seed_keypair(key, secret, seed);
    crypto_sign_seed_keypair(other_key, secret, other);
    assert_true(signature_add(document, seed));
    assert_true(signature_holds(document, key));
    assert_false(signature_holds(document, other_key));
    json_object_set_new(document, "size", json_integer(6));
    assert_false(signature_holds(document, key));
    json_object_set_new(document, "size", json_integer(5));
    assert_true(signature_holds(document, key));
    json_object_set_new(document, "more", json_null());
    assert_false(signature_holds(document, key));
    json_decref(document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ed25519_signs_as_its_standard_does),
        cmocka_unit_test(a_proof_is_the_one_of_the_standards_example),
        cmocka_unit_test(our_own_proofs_hold_for_openssl),
        cmocka_unit_test(cose_signs_as_the_working_group_does),
        cmocka_unit_test(our_cose_is_laid_out_as_the_standard_says),
        cmocka_unit_test(a_signed_document_holds_until_it_is_touched),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
