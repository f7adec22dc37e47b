/*
 * organisation_store - a company's code and name, and the plates of its vehicles, as they are stored
 *
 * Memory from `pool`.
 */
#pragma once

#include <stdbool.h>

#include <h2o/memory.h>

#include "core/fault.h"
#include "core/keys.h"

struct company {
    const char *code, *name;
};

/* As bytea parameters: the blind index of the code, and both sealed for the organisation with this handle. */
const char *company_index_text(h2o_mem_pool_t *pool, const struct keys *keys, const char *code);
const char *company_sealed_text(h2o_mem_pool_t *pool, const struct keys *keys, const char *handle,
                                const struct company *company);

/* False for what was not sealed here. */
bool MUST_CHECK company_open(h2o_mem_pool_t *pool, const struct keys *keys, const char *handle,
                             h2o_iovec_t sealed, struct company *company);

/* Of the ownership with this handle: in hex; and back, NULL when it does not open. */
const char *fleet_plate_hex(h2o_mem_pool_t *pool, const struct keys *keys, const char *handle,
                            const char *plate);
const char *fleet_plate_open(h2o_mem_pool_t *pool, const struct keys *keys, const char *handle,
                             h2o_iovec_t sealed);
