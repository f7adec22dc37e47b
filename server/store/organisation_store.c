#include "store/organisation_store.h"

#include <string.h>

#include <h2o.h>

#include "core/seal.h"
#include "history/credit_code.h"

static struct seal_place company_place(const char *handle)
{
    return (struct seal_place){"organisation.sealed", handle, strlen(handle)};
}

static struct seal_place plate_place(const char *handle)
{
    return (struct seal_place){"ownership.plate", handle, strlen(handle)};
}

const char *company_index_text(h2o_mem_pool_t *pool, const struct keys *keys, const char *code)
{
    struct blind_index index = blind_index(keys, KEY_COMPANY, code, strlen(code));

    return bytea_text(pool, index.bytes, sizeof(index.bytes));
}

/* The code has one length, so the name is what follows it. */
const char *company_sealed_text(h2o_mem_pool_t *pool, const struct keys *keys, const char *handle,
                                const struct company *company)
{
    h2o_iovec_t plain = h2o_concat(pool, h2o_iovec_init(company->code, CREDIT_CODE_LENGTH),
                                   h2o_iovec_init(company->name, strlen(company->name)));
    h2o_iovec_t sealed = seal(pool, keys, KEY_SEAL, company_place(handle), plain);

    return bytea_text(pool, sealed.base, sealed.len);
}

bool company_open(h2o_mem_pool_t *pool, const struct keys *keys, const char *handle, h2o_iovec_t sealed,
                  struct company *company)
{
    h2o_iovec_t plain;

    if (!unseal(pool, keys, KEY_SEAL, company_place(handle), sealed, &plain) ||
        plain.len < CREDIT_CODE_LENGTH)
        return false;
    company->code = h2o_strdup(pool, plain.base, CREDIT_CODE_LENGTH).base;
    company->name = h2o_strdup(pool, plain.base + CREDIT_CODE_LENGTH, plain.len - CREDIT_CODE_LENGTH).base;
    return true;
}

const char *fleet_plate_hex(h2o_mem_pool_t *pool, const struct keys *keys, const char *handle,
                            const char *plate)
{
    enum { MARK = 2 }; /* "\x" */
    h2o_iovec_t sealed =
        seal(pool, keys, KEY_SEAL, plate_place(handle), h2o_iovec_init(plate, strlen(plate)));

    return bytea_text(pool, sealed.base, sealed.len) + MARK;
}

const char *fleet_plate_open(h2o_mem_pool_t *pool, const struct keys *keys, const char *handle,
                             h2o_iovec_t sealed)
{
    h2o_iovec_t plain;

    return unseal(pool, keys, KEY_SEAL, plate_place(handle), sealed, &plain) ? plain.base : NULL;
}
