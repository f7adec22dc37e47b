#include "store/registry_store.h"

#include <string.h>

#include "store/history_store.h"

static const char *day_text(h2o_mem_pool_t *pool, struct date date)
{
    return date_known(date) ? date_text(date, h2o_mem_alloc_pool(pool, DATE_TEXT)) : NULL;
}

static const char *hash_text(h2o_mem_pool_t *pool, const struct keys *keys, const uint8_t salt[SALT_BYTES],
                             const struct registry_row *row, enum fact fact)
{
    struct keyed_hash hash = fact_hash(keys, salt, fact_kind(fact), row->facts[fact]);

    return bytea_text(pool, hash.bytes, sizeof(hash.bytes));
}

void registry_parameters(h2o_mem_pool_t *pool, const struct keys *keys, const struct registry_row *row,
                         const uint8_t salt[SALT_BYTES], const char *parameters[REGISTRY_PARAMETERS])
{
    struct vehicle_key key = vehicle_key_of(keys, &row->vin);
    const char *all[REGISTRY_PARAMETERS] = {
        vehicle_key_text(pool, &key),
        vehicle_vin_seal(pool, keys, &key, &row->vin),
        bytea_text(pool, salt, SALT_BYTES),
        hash_text(pool, keys, salt, row, FACT_PLATE),
        hash_text(pool, keys, salt, row, FACT_ENGINE_NO),
        hash_text(pool, keys, salt, row, FACT_REGISTRATION_NO),
        hash_text(pool, keys, salt, row, FACT_HOLDER),
        day_text(pool, row->held_since),
        day_text(pool, row->first_registered),
        row->region,
        row->ended,
        day_text(pool, row->ended_on),
    };

    memcpy(parameters, all, sizeof(all));
}

const char registry_copy_sql[] = "COPY registry (vehicle_key, salt, plate, engine_no, registration_no, "
                                 "holder, held_since, first_registered, "
                                 "region, ended, ended_on) FROM STDIN (FORMAT binary)";

enum { REGISTRY_COLUMNS_COPIED = 11 };

static void copy_word(struct copy *c, const char *word)
{
    if (word == NULL)
        copy_null(c);
    else
        copy_text(c, word);
}

void registry_copy(struct copy *c, const struct keys *keys, const struct registry_row *row,
                   const uint8_t salt[SALT_BYTES])
{
    static const enum fact facts[] = {FACT_PLATE, FACT_ENGINE_NO, FACT_REGISTRATION_NO, FACT_HOLDER};
    struct vehicle_key key = vehicle_key_of(keys, &row->vin);

    copy_row(c, REGISTRY_COLUMNS_COPIED);
    copy_bytes(c, key.bytes, sizeof(key.bytes));
    copy_bytes(c, salt, SALT_BYTES);
    for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++) {
        struct keyed_hash hash = fact_hash(keys, salt, fact_kind(facts[i]), row->facts[facts[i]]);

        copy_bytes(c, hash.bytes, sizeof(hash.bytes));
    }
    copy_day(c, row->held_since);
    copy_day(c, row->first_registered);
    copy_word(c, row->region);
    copy_word(c, row->ended);
    copy_day(c, row->ended_on);
}
