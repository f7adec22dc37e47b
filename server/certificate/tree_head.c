#include "certificate/tree_head.h"

#include <stdio.h>
#include <string.h>

#include <h2o.h>
#include <sodium.h>

#include "certificate/claims.h"
#include "certificate/proof.h"
#include "core/canonical_json.h"
#include "core/utc_text.h"

#define HEAD_TYPE "ChedangTreeHead"

static json_t *head_object(const struct tree_head *head)
{
    char root[MERKLE_HASH_HEX], moment[UTC_TEXT];

    return json_pack("{s:s, s:s, s:s, s:I, s:s, s:s}", "type", HEAD_TYPE, "issuer", head->issuer, "kid",
                     head->kid, "size", (json_int_t)head->size, "root", merkle_hex(&head->root, root),
                     "timestamp", utc_text(head->timestamp, moment));
}

bool tree_head_make(h2o_mem_pool_t *pool, const struct tree_head *given, const uint8_t *seed,
                    h2o_iovec_t *bytes)
{
    uint8_t key[crypto_sign_PUBLICKEYBYTES], secret_key[crypto_sign_SECRETKEYBYTES];
    struct tree_head head = *given;
    json_t *object;
    bool made = false;

    if (!claims_issuer_sound(head.issuer))
        return false;
    crypto_sign_seed_keypair(key, secret_key, seed);
    sodium_memzero(secret_key, sizeof(secret_key));
    public_key_thumbprint(key, head.kid);
    object = head_object(&head);
    if (signature_add(object, seed)) {
        *bytes = canonical_json(pool, object);
        made = bytes->base != NULL;
    }
    json_decref(object);
    return made;
}

static bool size_of(const json_t *object, const char *name, uint64_t *size)
{
    const json_t *member = json_object_get(object, name);
    json_int_t value = json_integer_value(member);

    *size = (uint64_t)value;
    return json_is_integer(member) && value >= 0 && value <= JSON_INTEGER_MOST;
}

bool tree_head_read(h2o_mem_pool_t *pool, const json_t *object, struct tree_head *head)
{
    const char *issuer = json_member_text(object, "issuer"), *kid = json_member_text(object, "kid");
    json_t *again;
    bool same;

    if (!claims_issuer_sound(issuer) || strlen(kid) != THUMBPRINT_TEXT - 1 ||
        !size_of(object, "size", &head->size) ||
        !merkle_hex_read(json_member_text(object, "root"), &head->root) ||
        !utc_parse(json_member_text(object, "timestamp"), &head->timestamp))
        return false;
    head->issuer = h2o_strdup(pool, issuer, SIZE_MAX).base;
    strcpy(head->kid, kid);
    again = head_object(head);
    json_object_set(again, "signature", json_object_get(object, "signature"));
    same = json_equal(object, again);
    json_decref(again);
    return same;
}

bool tree_head_holds(const json_t *object, const uint8_t key[PUBLIC_KEY_BYTES])
{
    return signature_holds(object, key);
}

h2o_iovec_t envelope_make(h2o_mem_pool_t *pool, h2o_iovec_t credential, h2o_iovec_t head, uint64_t size,
                          uint64_t index, const struct merkle_path *path)
{
    enum { MARKS = 256 };
    size_t room = credential.len + head.len + path->length * (MERKLE_HASH_HEX + 2) + MARKS;
    char *text = h2o_mem_alloc_pool(pool, room), *end = text, hex[MERKLE_HASH_HEX];

    end += sprintf(end, "{\"credential\":%.*s,\"inclusion\":{\"head\":%.*s,\"index\":%llu,\"path\":[",
                   (int)credential.len, credential.base, (int)head.len, head.base, (unsigned long long)index);
    for (size_t i = 0; i < path->length; i++)
        end += sprintf(end, "%s\"%s\"", i == 0 ? "" : ",", merkle_hex(&path->hash[i], hex));
    end += sprintf(end, "],\"size\":%llu}}", (unsigned long long)size);
    return h2o_iovec_init(text, (size_t)(end - text));
}

static bool read_path(const json_t *array, struct merkle_path *path)
{
    path->length = json_array_size(array);
    if (!json_is_array(array) || path->length > MERKLE_PATH_MOST)
        return false;
    for (size_t i = 0; i < path->length; i++) {
        const char *hex = json_string_value(json_array_get(array, i));

        if (hex == NULL || !merkle_hex_read(hex, &path->hash[i]))
            return false;
    }
    return true;
}

bool inclusion_read(h2o_mem_pool_t *pool, const json_t *object, struct inclusion *inclusion)
{
    enum { MEMBERS = 4 };
    uint64_t size;

    inclusion->head_object = json_object_get(object, "head");
    return json_object_size(object) == MEMBERS && size_of(object, "index", &inclusion->index) &&
           size_of(object, "size", &size) && read_path(json_object_get(object, "path"), &inclusion->path) &&
           tree_head_read(pool, inclusion->head_object, &inclusion->head) && size == inclusion->head.size;
}

bool inclusion_holds(const struct inclusion *inclusion, const struct merkle_hash *leaf)
{
    return merkle_inclusion_holds(leaf, inclusion->index, inclusion->head.size, &inclusion->path,
                                  &inclusion->head.root);
}
