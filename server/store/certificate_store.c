#include "store/certificate_store.h"

#include <stdio.h>
#include <string.h>

#include <h2o.h>

#include "core/log.h"

static struct seal_place seed_place(const char *kid)
{
    return (struct seal_place){"certificate_key.seed", kid, strlen(kid)};
}

bool signing_read(h2o_mem_pool_t *pool, const struct rows *rows, int row, int column, struct signing *signing)
{
    const char *kid = rows_text(rows, row, column);
    h2o_iovec_t key, sealed;

    if (kid == NULL)
        return false;
    key = rows_bytes(pool, rows, row, column + 1);
    sealed = rows_bytes(pool, rows, row, column + 2);
    if (strlen(kid) != THUMBPRINT_TEXT - 1 || key.len != PUBLIC_KEY_BYTES ||
        sealed.len != sizeof(signing->sealed_seed))
        return false;
    strcpy(signing->kid, kid);
    memcpy(signing->public_key, key.base, PUBLIC_KEY_BYTES);
    memcpy(signing->sealed_seed, sealed.base, sealed.len);
    return true;
}

bool signing_open(const struct keys *keys, const struct signing *signing, uint8_t seed[SEED_BYTES])
{
    return unseal_into(keys, KEY_SEAL, seed_place(signing->kid),
                       h2o_iovec_init(signing->sealed_seed, sizeof(signing->sealed_seed)), seed);
}

enum fault signing_refused(bool opened)
{
    if (!opened)
        log_line(LOG_ERROR, "signing_key_does_not_open", NULL);
    return opened ? FAULT_BUG : FAULT_NO_SIGNING_KEY;
}

static const char *sealed_text(h2o_mem_pool_t *pool, const struct keys *keys, struct seal_place place,
                               h2o_iovec_t plain)
{
    h2o_iovec_t sealed = seal(pool, keys, KEY_SEAL, place, plain);

    return bytea_text(pool, sealed.base, sealed.len);
}

const char *signing_seed_seal(h2o_mem_pool_t *pool, const struct keys *keys, const char *kid,
                              const uint8_t seed[SEED_BYTES])
{
    return sealed_text(pool, keys, seed_place(kid), h2o_iovec_init(seed, SEED_BYTES));
}

static struct seal_place place_of(enum certificate_column column, const struct certificate_number *number)
{
    static const char *const names[] = {[CERTIFICATE_CREDENTIAL] = "certificate.credential",
                                        [CERTIFICATE_PAPER] = "certificate.paper",
                                        [CERTIFICATE_REFERENCE] = "certificate.reference"};

    return (struct seal_place){names[column], number->bytes, sizeof(number->bytes)};
}

const char *certificate_seal(h2o_mem_pool_t *pool, const struct keys *keys, enum certificate_column column,
                             const struct certificate_number *number, h2o_iovec_t plain)
{
    return sealed_text(pool, keys, place_of(column, number), plain);
}

bool certificate_open(h2o_mem_pool_t *pool, const struct keys *keys, enum certificate_column column,
                      const struct certificate_number *number, h2o_iovec_t sealed, h2o_iovec_t *plain)
{
    if (unseal(pool, keys, KEY_SEAL, place_of(column, number), sealed, plain))
        return true;
    log_line(LOG_ERROR, "certificate_does_not_open", NULL);
    return false;
}

const char *certificate_number_bytea(h2o_mem_pool_t *pool, const struct certificate_number *number)
{
    return bytea_text(pool, number->bytes, sizeof(number->bytes));
}

bool rows_certificate_number(h2o_mem_pool_t *pool, const struct rows *rows, int row, int column,
                             struct certificate_number *number)
{
    h2o_iovec_t bytes = rows_bytes(pool, rows, row, column);

    if (bytes.len != sizeof(number->bytes))
        return false;
    memcpy(number->bytes, bytes.base, sizeof(number->bytes));
    return true;
}

const char *rows_certificate_number_text(h2o_mem_pool_t *pool, const struct rows *rows, int row, int column)
{
    struct certificate_number number;
    char text[CERTIFICATE_NUMBER_TEXT];

    return rows_certificate_number(pool, rows, row, column, &number)
               ? h2o_strdup(pool, certificate_number_text(&number, text), SIZE_MAX).base
               : NULL;
}

const char *rows_certificate_state(const struct rows *rows, int row, int column)
{
    const char *state = rows_text(rows, row, column);

    return strcmp(state, "valid") == 0 && rows_true(rows, row, column + 1) ? "expired" : state;
}
