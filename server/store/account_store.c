#include "store/account_store.h"

#include <stdlib.h>
#include <string.h>

#include <h2o.h>
#include <jansson.h>

#include "core/seal.h"

static const struct seal_place outbox_place = {"outbox.body", "", 0};

static const char *sealed_text(h2o_mem_pool_t *pool, const struct keys *keys, struct seal_place place,
                               const char *text)
{
    h2o_iovec_t sealed = seal(pool, keys, KEY_SEAL, place, h2o_iovec_init(text, strlen(text)));

    return bytea_text(pool, sealed.base, sealed.len);
}

static const char *index_text(h2o_mem_pool_t *pool, const struct keys *keys, enum key_purpose column,
                              const char *text)
{
    struct blind_index index = blind_index(keys, column, text, strlen(text));

    return bytea_text(pool, index.bytes, sizeof(index.bytes));
}

const char *phone_index_text(h2o_mem_pool_t *pool, const struct keys *keys, const char *phone)
{
    return index_text(pool, keys, KEY_PHONE, phone);
}

const char *address_index_text(h2o_mem_pool_t *pool, const struct keys *keys, const char *address)
{
    return index_text(pool, keys, KEY_ADDRESS, address);
}

static struct seal_place phone_place(const void *index)
{
    return (struct seal_place){"account.phone", index, INDEX_BYTES};
}

const char *phone_sealed_text(h2o_mem_pool_t *pool, const struct keys *keys, const char *phone)
{
    struct blind_index index = blind_index(keys, KEY_PHONE, phone, strlen(phone));

    return sealed_text(pool, keys, phone_place(index.bytes), phone);
}

const char *phone_open(h2o_mem_pool_t *pool, const struct keys *keys, h2o_iovec_t stored)
{
    h2o_iovec_t phone;

    if (stored.len < INDEX_BYTES)
        return NULL;
    h2o_iovec_t sealed = h2o_iovec_init(stored.base + INDEX_BYTES, stored.len - INDEX_BYTES);
    return unseal(pool, keys, KEY_SEAL, phone_place(stored.base), sealed, &phone) ? phone.base : NULL;
}

const char *code_hash_text(h2o_mem_pool_t *pool, const struct keys *keys, h2o_iovec_t ticket,
                           const char *code)
{
    h2o_iovec_t both = h2o_concat(pool, ticket, h2o_iovec_init("/", 1), h2o_iovec_init(code, strlen(code)));
    struct keyed_hash hash = keyed_hash(keys, KEY_CODE, both.base, both.len);

    return bytea_text(pool, hash.bytes, sizeof(hash.bytes));
}

const char *token_hash_text(h2o_mem_pool_t *pool, const struct keys *keys, h2o_iovec_t token)
{
    struct keyed_hash hash = keyed_hash(keys, KEY_TOKEN, token.len == 0 ? "" : token.base, token.len);

    return bytea_text(pool, hash.bytes, sizeof(hash.bytes));
}

h2o_iovec_t outbox_message(h2o_mem_pool_t *pool, const char *phone, const char *words)
{
    json_t *message = json_pack("{s:s, s:s}", "to", phone, "text", words);
    char *text = json_dumps(message, JSON_COMPACT);
    h2o_iovec_t bytes = h2o_strdup(pool, text == NULL ? "{}" : text, SIZE_MAX);

    json_decref(message);
    free(text);
    return bytes;
}

const char *outbox_body_text(h2o_mem_pool_t *pool, const struct keys *keys, const char *phone,
                             const char *words)
{
    return sealed_text(pool, keys, outbox_place, outbox_message(pool, phone, words).base);
}

static struct seal_place network_place(const char *session)
{
    return (struct seal_place){"session.network", session, strlen(session)};
}

const char *network_sealed_text(h2o_mem_pool_t *pool, const struct keys *keys, const char *session,
                                const char *network)
{
    return sealed_text(pool, keys, network_place(session), network);
}

const char *network_open(h2o_mem_pool_t *pool, const struct keys *keys, const char *session,
                         h2o_iovec_t sealed)
{
    h2o_iovec_t network;

    return unseal(pool, keys, KEY_SEAL, network_place(session), sealed, &network) ? network.base : NULL;
}
