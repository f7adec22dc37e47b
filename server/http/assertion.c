#include "http/assertion.h"

#include <string.h>

#include <jansson.h>
#include <sodium.h>

/* The JSON object in one part of the token; NULL for anything else. */
static json_t *part(const char *text, size_t length)
{
    uint8_t bytes[ASSERTION_BYTES];
    size_t got;
    json_t *object;

    if (sodium_base642bin(bytes, sizeof(bytes), text, length, NULL, &got, NULL,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
        return NULL;
    object = json_loadb((const char *)bytes, got, JSON_REJECT_DUPLICATES, NULL);
    if (json_is_object(object))
        return object;
    json_decref(object);
    return NULL;
}

/* Copies a member that is a short text; false where there is none. */
static bool take(const json_t *object, const char *name, char *text, size_t size)
{
    const json_t *value = json_object_get(object, name);

    if (!json_is_string(value) || json_string_length(value) == 0 || json_string_length(value) >= size)
        return false;
    memcpy(text, json_string_value(value), json_string_length(value) + 1);
    return true;
}

static bool is_among(const char *text, const char *const *audiences)
{
    for (; text != NULL && *audiences != NULL; audiences++)
        if (strcmp(text, *audiences) == 0)
            return true;
    return false;
}

/* "aud" is one name or a list of them. */
static bool is_for(const json_t *claims, const char *const *audiences)
{
    const json_t *aud = json_object_get(claims, "aud");

    for (size_t i = 0; i < json_array_size(aud); i++)
        if (is_among(json_string_value(json_array_get(aud, i)), audiences))
            return true;
    return is_among(json_string_value(aud), audiences);
}

static const char *read_head(const json_t *head, struct assertion *a)
{
    const char *alg = json_string_value(json_object_get(head, "alg"));

    if (alg == NULL || (strcmp(alg, "EdDSA") != 0 && strcmp(alg, "Ed25519") != 0))
        return "The assertion's alg must be EdDSA, with an Ed25519 key.";
    if (json_object_get(head, "crit") != NULL)
        return "The assertion names critical extensions, of which none is known here.";
    if (!take(head, "kid", a->kid, sizeof(a->kid)))
        a->kid[0] = '\0';
    return NULL;
}

static const char *read_claims(const json_t *claims, const char *const *audiences, int64_t now,
                               struct assertion *a)
{
    const json_t *exp = json_object_get(claims, "exp"), *iat = json_object_get(claims, "iat"),
                 *nbf = json_object_get(claims, "nbf");
    char subject[ASSERTION_NAME];

    if (!take(claims, "iss", a->client, sizeof(a->client)) ||
        !take(claims, "sub", subject, sizeof(subject)) || strcmp(a->client, subject) != 0)
        return "The assertion's iss and sub must both be the client_id.";
    if (!is_for(claims, audiences))
        return "The assertion's aud must be the issuer or the token endpoint.";
    if (!take(claims, "jti", a->jti, sizeof(a->jti)))
        return "The assertion needs a jti of 1 to 128 bytes.";
    if (!json_is_number(exp) || json_number_value(exp) <= (double)(now - ASSERTION_SKEW))
        return "The assertion has no exp, or has expired.";
    if (json_number_value(exp) > (double)(now + ASSERTION_SECONDS + ASSERTION_SKEW))
        return "The assertion's exp lies more than five minutes ahead.";
    if (json_number_value(iat) > (double)(now + ASSERTION_SKEW) ||
        json_number_value(nbf) > (double)(now + ASSERTION_SKEW))
        return "The assertion is from the future: compare your clock with the Date field of this answer.";
    a->expires = (int64_t)json_number_value(exp);
    return NULL;
}

static const char *read_part(const char *text, size_t length, const char *const *audiences, int64_t now,
                             struct assertion *a)
{
    json_t *object = part(text, length);
    const char *wrong = object == NULL      ? "The assertion is not a JWT."
                        : audiences == NULL ? read_head(object, a)
                                            : read_claims(object, audiences, now, a);

    json_decref(object);
    return wrong;
}

const char *assertion_read(const char *text, const char *const *audiences, int64_t now, struct assertion *a)
{
    size_t head = strcspn(text, "."), length = strnlen(text, ASSERTION_BYTES + 1), claims, got = 0;
    const char *wrong;

    if (length > ASSERTION_BYTES || text[head] != '.')
        return "The assertion is not a JWT.";
    claims = strcspn(text + head + 1, ".");
    a->text = text;
    a->signed_length = head + 1 + claims;
    if (text[a->signed_length] != '.' ||
        sodium_base642bin(a->signature, sizeof(a->signature), text + a->signed_length + 1,
                          length - a->signed_length - 1, NULL, &got, NULL,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        got != sizeof(a->signature))
        return "The assertion is not a JWT with an Ed25519 signature.";
    wrong = read_part(text, head, NULL, now, a);
    return wrong != NULL ? wrong : read_part(text + head + 1, claims, audiences, now, a);
}

bool assertion_signed(const struct assertion *a, const uint8_t key[PUBLIC_KEY_BYTES])
{
    return crypto_sign_verify_detached(a->signature, (const uint8_t *)a->text, a->signed_length, key) == 0;
}
