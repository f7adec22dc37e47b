#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <h2o.h>
#include <sodium.h>

#include "commands/key.h"
#include "store/certificate_store.h"

enum column { KID, PUBLIC_KEY, SEED, PUBLISHED_AT, SIGNS_FROM, SIGNS_UNTIL, TRUSTED_UNTIL, ENDED_FROM };

/* The host of the public address. */
static bool name_issuer(const struct database *database, h2o_mem_pool_t *pool, struct trust_list *list)
{
    const char *url = database->settings.public_url, *at = strstr(url, "://");

    at = at == NULL ? url : at + strlen("://");
    list->issuer = h2o_strdup(pool, at, strcspn(at, "/")).base;
    if (*list->issuer == '\0')
        fprintf(stderr, "chedang key: CHEDANG_URL says who the issuer is, and is empty.\n");
    return *list->issuer != '\0';
}

/* Whether the row's sealed seed makes its public key, and that its name: nobody can write such a row who has
 * only the database. */
static bool is_ours(const struct keys *keys, const struct signing *signing)
{
    uint8_t made[PUBLIC_KEY_BYTES], secret[crypto_sign_SECRETKEYBYTES], seed[SEED_BYTES];
    char kid[THUMBPRINT_TEXT];

    if (!signing_open(keys, signing, seed))
        return false;
    crypto_sign_seed_keypair(made, secret, seed);
    sodium_memzero(secret, sizeof(secret));
    sodium_memzero(seed, sizeof(seed));
    public_key_thumbprint(made, kid);
    return memcmp(made, signing->public_key, sizeof(made)) == 0 && strcmp(kid, signing->kid) == 0;
}

static bool read_key(const struct database *database, h2o_mem_pool_t *pool, const struct rows *rows, int row,
                     struct trusted_key *key)
{
    struct signing signing;

    if (!signing_read(pool, rows, row, KID, &signing) || !is_ours(database->keys, &signing)) {
        fprintf(
            stderr,
            "chedang key: the public key of %.*s does not follow from its seed: somebody has changed that "
            "row. Nothing is made of it.\n",
            THUMBPRINT_TEXT - 1, rows_text(rows, row, KID));
        return false;
    }
    *key = (struct trusted_key){.published_at = rows_number(rows, row, PUBLISHED_AT),
                                .signs_from = rows_number(rows, row, SIGNS_FROM),
                                .signs_until = rows_number(rows, row, SIGNS_UNTIL),
                                .trusted_until = rows_number(rows, row, TRUSTED_UNTIL),
                                .ended_from = rows_number(rows, row, ENDED_FROM)};
    memcpy(key->key, signing.public_key, sizeof(key->key));
    return true;
}

static bool read_keys(const struct database *database, h2o_mem_pool_t *pool, const PGresult *result,
                      struct trust_list *list)
{
    struct rows rows = {.count = PQntuples(result), .columns = PQnfields(result), .pg = result};
    struct trusted_key *keys;

    if (rows.count > TRUST_KEYS_MOST) {
        fprintf(stderr, "chedang key: there are more than %d keys.\n", TRUST_KEYS_MOST);
        return false;
    }
    keys = h2o_mem_alloc_pool(pool, sizeof(*keys) * ((size_t)rows.count + 1));
    for (int row = 0; row < rows.count; row++)
        if (!read_key(database, pool, &rows, row, &keys[row]))
            return false;
    list->keys = keys;
    list->key_count = (size_t)rows.count;
    return true;
}

bool key_trust_collect(struct database *database, h2o_mem_pool_t *pool, struct trust_list *list)
{
    PGresult *result;
    bool good;

    *list = (struct trust_list){0};
    if (!name_issuer(database, pool, list))
        return false;
    result = database_run(database, QUERY_CERTIFICATE_KEYS_SEALED, NULL);
    if (result == NULL)
        key_fail(database);
    good = result != NULL && read_keys(database, pool, result, list);
    PQclear(result);
    return good;
}
