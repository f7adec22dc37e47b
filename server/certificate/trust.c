#include "certificate/trust.h"

#include <stdlib.h>
#include <string.h>

#include <h2o.h>
#include <jansson.h>
#include <sodium.h>

#include "certificate/claims.h"
#include "certificate/proof.h"
#include "core/canonical_json.h"
#include "core/utc_text.h"

#define LIST_TYPE     "ChedangTrustList"
#define PROPOSAL_TYPE "ChedangTrustProposal"

enum { KEY_BASE64 = sodium_base64_ENCODED_LEN(PUBLIC_KEY_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING) };

/* Times in the order in which they stand in a struct; ended_from alone may be absent. */
static const struct moment {
    const char *name;
    size_t place;
} moments[] = {
    {"published_at",  offsetof(struct trusted_key, published_at) },
    {"signs_from",    offsetof(struct trusted_key, signs_from)   },
    {"signs_until",   offsetof(struct trusted_key, signs_until)  },
    {"trusted_until", offsetof(struct trusted_key, trusted_until)},
    {"ended_from",    offsetof(struct trusted_key, ended_from)   },
};

static void name_key(struct trusted_key *key)
{
    public_key_thumbprint(key->key, key->kid);
    cose_kid(key->key, key->paper_kid);
}

static void set_moment(json_t *object, const char *name, int64_t seconds)
{
    char text[UTC_TEXT];

    if (seconds != 0)
        json_object_set_new(object, name, json_string(utc_text(seconds, text)));
}

static json_t *key_object(const struct trusted_key *given)
{
    struct trusted_key key = *given;
    char x[KEY_BASE64];
    json_t *object;

    name_key(&key);
    sodium_bin2base64(x, sizeof(x), key.key, sizeof(key.key), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    object = json_pack("{s:s, s:s}", "kid", key.kid, "x", x);
    for (size_t i = 0; i < sizeof(moments) / sizeof(moments[0]); i++)
        set_moment(object, moments[i].name, *(const int64_t *)((const char *)&key + moments[i].place));
    return object;
}

static json_t *proposal_object(const struct trust_list *list)
{
    json_t *object = json_pack("{s:s, s:s}", "type", PROPOSAL_TYPE, "issuer", list->issuer);
    json_t *keys = json_array();

    for (size_t i = 0; i < list->key_count; i++)
        json_array_append_new(keys, key_object(&list->keys[i]));
    json_object_set_new(object, "keys", keys);
    return object;
}

static json_t *list_object(const struct trust_list *list, const char *root)
{
    json_t *object = proposal_object(list);

    json_object_set_new(object, "type", json_string(LIST_TYPE));
    json_object_set_new(object, "root", json_string(root));
    set_moment(object, "issued_at", list->issued_at);
    set_moment(object, "next_update", list->next_update);
    return object;
}

bool trust_list_make(h2o_mem_pool_t *pool, const struct trust_list *list, const uint8_t *root_seed,
                     h2o_iovec_t *bytes)
{
    uint8_t root[crypto_sign_PUBLICKEYBYTES], secret_key[crypto_sign_SECRETKEYBYTES];
    char thumbprint[THUMBPRINT_TEXT];
    json_t *object;
    bool made = false;

    if (list->key_count > TRUST_KEYS_MOST || !claims_issuer_sound(list->issuer))
        return false;
    crypto_sign_seed_keypair(root, secret_key, root_seed);
    sodium_memzero(secret_key, sizeof(secret_key));
    public_key_thumbprint(root, thumbprint);
    object = list_object(list, thumbprint);
    if (signature_add(object, root_seed)) {
        *bytes = canonical_json(pool, object);
        made = bytes->base != NULL;
    }
    json_decref(object);
    return made;
}

bool trust_proposal_make(h2o_mem_pool_t *pool, const struct trust_list *list, h2o_iovec_t *bytes)
{
    json_t *object;

    if (list->key_count > TRUST_KEYS_MOST || !claims_issuer_sound(list->issuer))
        return false;
    object = proposal_object(list);
    *bytes = canonical_json(pool, object);
    json_decref(object);
    return bytes->base != NULL;
}

static bool read_key(const json_t *object, struct trusted_key *key)
{
    const char *x = json_member_text(object, "x");
    size_t got = 0;

    *key = (struct trusted_key){0};
    if (sodium_base642bin(key->key, sizeof(key->key), x, strlen(x), NULL, &got, NULL,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        got != sizeof(key->key) || crypto_core_ed25519_is_valid_point(key->key) != 1)
        return false;
    for (size_t i = 0; i < sizeof(moments) / sizeof(moments[0]); i++)
        (void)utc_parse(json_member_text(object, moments[i].name),
                        (int64_t *)((char *)key + moments[i].place));
    name_key(key);
    return key->signs_from < key->signs_until && key->signs_until <= key->trusted_until;
}

/* A key that stands there twice could count at two times. */
static bool read_keys(const json_t *array, struct trusted_key *keys)
{
    for (size_t i = 0; i < json_array_size(array); i++) {
        if (!read_key(json_array_get(array, i), &keys[i]))
            return false;
        for (size_t before = 0; before < i; before++)
            if (memcmp(keys[before].paper_kid, keys[i].paper_kid, COSE_KID_BYTES) == 0)
                return false;
    }
    return true;
}

/* Whether this is how the list would be written, but for the signature. */
static bool says_just_this(const json_t *object, const struct trust_list *list)
{
    json_t *again = list_object(list, json_member_text(object, "root"));
    bool same;

    json_object_set(again, "signature", json_object_get(object, "signature"));
    same = json_equal(object, again);
    json_decref(again);
    return same;
}

static bool read_list(h2o_mem_pool_t *pool, const json_t *object, struct trust_list *list)
{
    const json_t *array = json_object_get(object, "keys");
    struct trusted_key *keys;

    if (json_array_size(array) > TRUST_KEYS_MOST || !claims_issuer_sound(json_member_text(object, "issuer")))
        return false;
    keys = h2o_mem_alloc_pool(pool, sizeof(*keys) * (json_array_size(array) + 1));
    *list = (struct trust_list){.issuer = h2o_strdup(pool, json_member_text(object, "issuer"), SIZE_MAX).base,
                                .keys = keys,
                                .key_count = json_array_size(array)};
    (void)utc_parse(json_member_text(object, "issued_at"), &list->issued_at);
    (void)utc_parse(json_member_text(object, "next_update"), &list->next_update);
    return read_keys(array, keys);
}

static enum trust_reading check_root(const json_t *object, const uint8_t *root)
{
    char thumbprint[THUMBPRINT_TEXT];

    if (root == NULL)
        return TRUST_READ;
    public_key_thumbprint(root, thumbprint);
    if (strcmp(json_member_text(object, "root"), thumbprint) != 0)
        return TRUST_OTHER_ROOT;
    return signature_holds(object, root) ? TRUST_READ : TRUST_FORGED;
}

enum trust_reading trust_list_read(h2o_mem_pool_t *pool, const char *text, size_t length, const uint8_t *root,
                                   struct trust_list *list)
{
    json_t *object = length > TRUST_LIST_MOST ? NULL : canonical_json_read(text, length);
    enum trust_reading reading = TRUST_UNREADABLE;

    if (object != NULL && read_list(pool, object, list) &&
        json_is_string(json_object_get(object, "signature")) && says_just_this(object, list))
        reading = check_root(object, root);
    json_decref(object);
    return reading;
}

bool trust_proposal_read(h2o_mem_pool_t *pool, const char *text, size_t length, struct trust_list *list)
{
    json_t *object = length > TRUST_LIST_MOST ? NULL : canonical_json_read(text, length), *again = NULL;
    bool good = object != NULL && read_list(pool, object, list);

    if (good)
        again = proposal_object(list);
    good = good && json_equal(object, again);
    json_decref(again);
    json_decref(object);
    return good;
}

const struct trusted_key *trust_find(const struct trust_list *list, const char *kid)
{
    for (size_t i = 0; i < list->key_count; i++)
        if (strcmp(list->keys[i].kid, kid) == 0)
            return &list->keys[i];
    return NULL;
}

const struct trusted_key *trust_find_paper(const struct trust_list *list,
                                           const uint8_t paper_kid[COSE_KID_BYTES])
{
    for (size_t i = 0; i < list->key_count; i++)
        if (memcmp(list->keys[i].paper_kid, paper_kid, COSE_KID_BYTES) == 0)
            return &list->keys[i];
    return NULL;
}

bool trusted_key_signs(const struct trusted_key *key, int64_t issued_at)
{
    return issued_at >= key->signs_from && issued_at < key->signs_until &&
           (key->ended_from == 0 || issued_at < key->ended_from);
}
