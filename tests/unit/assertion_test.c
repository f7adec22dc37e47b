#include "testing.h"

#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "http/assertion.h"

enum { NOW = 1800000000 };

static const char *const audiences[] = {"https://chedang.example", "https://chedang.example/oauth/token",
                                        NULL};
static uint8_t public_key[crypto_sign_PUBLICKEYBYTES], secret_key[crypto_sign_SECRETKEYBYTES];

static size_t put_part(char *at, const char *text)
{
    size_t size = sodium_base64_encoded_len(strlen(text), sodium_base64_VARIANT_URLSAFE_NO_PADDING);

    sodium_bin2base64(at, size, (const uint8_t *)text, strlen(text),
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return strlen(at);
}

static void make_token(char token[ASSERTION_BYTES * 2], const char *head, const char *claims)
{
    uint8_t signature[crypto_sign_BYTES];
    size_t length = put_part(token, head);

    token[length++] = '.';
    length += put_part(token + length, claims);
    crypto_sign_detached(signature, NULL, (const uint8_t *)token, length, secret_key);
    token[length++] = '.';
    sodium_bin2base64(token + length, 96, signature, sizeof(signature),
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

#define GOOD \
    "\"iss\":\"c1\",\"sub\":\"c1\",\"aud\":\"https://chedang.example\",\"jti\":\"a\",\"exp\":1800000100"

static const struct {
    const char *head, *claims;
    bool good;
} tokens[] = {
    {"{\"alg\":\"EdDSA\"}",                                  "{" GOOD "}",                                                                      true },
    {"{\"alg\":\"Ed25519\",\"kid\":\"k\",\"typ\":\"JWT\"}",  "{" GOOD ",\"iat\":1799999999}",                                                   true },
    {"{\"alg\":\"EdDSA\"}",
     "{\"iss\":\"c\",\"sub\":\"c\",\"aud\":[\"x\",\"https://chedang.example/oauth/token\"],"
     "\"jti\":\"a\",\"exp\":1800000300.5}",                                                                                                     true },
    {"{\"alg\":\"EdDSA\"}",                                  "{" GOOD ",\"iat\":1800000030}",                                                   true }, /* clocks differ */
    {"{\"alg\":\"EdDSA\"}",                                  "{" GOOD ",\"iat\":1800000090}",                                                   false},
    {"{\"alg\":\"EdDSA\"}",                                  "{" GOOD ",\"nbf\":1800000090}",                                                   false},
    {"{\"alg\":\"none\"}",                                   "{" GOOD "}",                                                                      false},
    {"{\"alg\":\"HS256\"}",                                  "{" GOOD "}",                                                                      false},
    {"{\"alg\":\"EdDSA\",\"crit\":[\"b64\"],\"b64\":false}", "{" GOOD "}",                                                                      false},
    {"{\"alg\":\"EdDSA\",\"alg\":\"EdDSA\"}",                "{" GOOD "}",                                                                      false},
    {"[]",                                                   "{" GOOD "}",                                                                      false},
    {"{\"alg\":\"EdDSA\"}",                                  "[]",                                                                              false},
    {"{\"alg\":\"EdDSA\"}",                                  "{}",                                                                              false},
    {"{\"alg\":\"EdDSA\"}",
     "{\"iss\":\"c\",\"sub\":\"d\",\"aud\":\"https://chedang.example\",\"jti\":\"a\",\"exp\":1800000100}",                                      false},
    {"{\"alg\":\"EdDSA\"}",
     "{\"iss\":\"c\",\"sub\":\"c\",\"aud\":\"https://"
     "chedang.example.evil\",\"jti\":\"a\",\"exp\":1800000100}",                                                                                false},
    {"{\"alg\":\"EdDSA\"}",                                  "{\"iss\":\"c\",\"sub\":\"c\",\"aud\":[],\"jti\":\"a\",\"exp\":1800000100}",
     false                                                                                                                                           },
    {"{\"alg\":\"EdDSA\"}",                                  "{\"iss\":\"c\",\"sub\":\"c\",\"aud\":[1,{}],\"jti\":\"a\",\"exp\":1800000100}",
     false                                                                                                                                           },
    {"{\"alg\":\"EdDSA\"}",
     "{\"iss\":\"c\",\"sub\":\"c\",\"aud\":\"https://chedang.example\",\"exp\":1800000100}",                                                    false},
    {"{\"alg\":\"EdDSA\"}",
     "{\"iss\":\"c\",\"sub\":\"c\",\"aud\":\"https://chedang.example\",\"jti\":\"\",\"exp\":1800000100}",                                       false},
    {"{\"alg\":\"EdDSA\"}",                                  "{\"iss\":\"c\",\"sub\":\"c\",\"aud\":\"https://chedang.example\",\"jti\":\"a\"}",
     false                                                                                                                                           },
    {"{\"alg\":\"EdDSA\"}",
     "{\"iss\":\"c\",\"sub\":\"c\",\"aud\":\"https://chedang.example\",\"jti\":\"a\",\"exp\":1799999900}",                                      false},
    {"{\"alg\":\"EdDSA\"}",
     "{\"iss\":\"c\",\"sub\":\"c\",\"aud\":\"https://chedang.example\",\"jti\":\"a\",\"exp\":1800009999}",                                      false},
    {"{\"alg\":\"EdDSA\"}",
     "{\"iss\":\"c\",\"sub\":\"c\",\"aud\":\"https://chedang.example\",\"jti\":\"a\",\"exp\":\"1800000100\"}",                                  false},
};

static void an_assertion_says_who_and_to_whom_and_for_how_long(void **unused)
{
    char token[ASSERTION_BYTES * 2];
    struct assertion a;

    (void)unused;
    for (size_t i = 0; i < sizeof(tokens) / sizeof(tokens[0]); i++) {
        make_token(token, tokens[i].head, tokens[i].claims);
        const char *wrong = assertion_read(token, audiences, NOW, &a);
        if ((wrong == NULL) != tokens[i].good)
            fail_msg("%s %s: %s", tokens[i].head, tokens[i].claims, wrong == NULL ? "taken" : wrong);
        if (wrong == NULL)
            assert_true(assertion_signed(&a, public_key));
    }
}

static void no_character_of_it_may_be_another(void **unused)
{
    char token[ASSERTION_BYTES * 2];
    struct assertion a;

    (void)unused;
    make_token(token, "{\"alg\":\"EdDSA\"}", "{" GOOD "}");
    for (char *at = token; *at != '\0'; at++) {
        char was = *at;

        *at = was == 'A' ? 'B' : 'A';
        assert_false(assertion_read(token, audiences, NOW, &a) == NULL && assertion_signed(&a, public_key));
        *at = was;
    }
    assert_true(assertion_read(token, audiences, NOW, &a) == NULL && assertion_signed(&a, public_key));
}

static void what_is_no_token_is_refused(void **unused)
{
    static char long_one[3 * ASSERTION_BYTES];
    static const char *const texts[] = {"",      ".",        "..",           "...",   "a.b",
                                        "a.b.c", "e30.e30.", "e30.e30.AAAA", long_one};
    struct assertion a;

    (void)unused;
    memset(long_one, 'e', sizeof(long_one) - 1);
    long_one[10] = long_one[2000] = '.';
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        assert_non_null(assertion_read(texts[i], audiences, NOW, &a));
}

/* RFC 8037, A.1 to A.3. */
static void a_public_key_is_read_from_both_forms_and_has_its_thumbprint(void **unused)
{
    static const char jwk[] =
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}";
    static const char pem[] = "-----BEGIN PUBLIC KEY-----\n"
                              "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n"
                              "-----END PUBLIC KEY-----\n";
    uint8_t one[PUBLIC_KEY_BYTES], two[PUBLIC_KEY_BYTES];
    char thumbprint[THUMBPRINT_TEXT];

    (void)unused;
    assert_true(public_key_parse(jwk, strlen(jwk), one));
    public_key_thumbprint(one, thumbprint);
    assert_string_equal(thumbprint, "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    assert_true(public_key_parse(pem, strlen(pem), two));
    assert_memory_equal(one, two, sizeof(one));
}

/* Among them a private one, and a point of small order. */
static void another_key_is_refused(void **unused)
{
    static const char *const texts[] = {
        "",
        "{}",
        "[]",
        "null",
        "-----BEGIN PUBLIC KEY-----",
        "-----BEGIN PUBLIC KEY----------END PUBLIC KEY-----",
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}",
        "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHUR\"}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":"
        "\"AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\","
        "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}"};
    uint8_t key[PUBLIC_KEY_BYTES];

    (void)unused;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        if (public_key_parse(texts[i], strlen(texts[i]), key))
            fail_msg("%s is taken", texts[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_assertion_says_who_and_to_whom_and_for_how_long),
        cmocka_unit_test(no_character_of_it_may_be_another),
        cmocka_unit_test(what_is_no_token_is_refused),
        cmocka_unit_test(a_public_key_is_read_from_both_forms_and_has_its_thumbprint),
        cmocka_unit_test(another_key_is_refused),
    };

    if (sodium_init() < 0)
        return 1;
    crypto_sign_keypair(public_key, secret_key);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
