/*
 * order_store - an order that is not settled yet as it is stored: sealed, and bound to its workshop and
 * number
 */
#pragma once

#include "core/fault.h"
#include "core/keys.h"
#include "core/seal.h"

/* Of one workshop so many wait at a time, for thirty days at most (queries/expired_delete.sql). */
enum { ORDERS_MOST = 20000 };

/* As a bytea parameter. */
const char *order_seal(h2o_mem_pool_t *pool, const struct keys *keys, int64_t workshop,
                       const struct blind_index *number, h2o_iovec_t order);
bool MUST_CHECK order_open(h2o_mem_pool_t *pool, const struct keys *keys, int64_t workshop,
                           const struct blind_index *number, h2o_iovec_t sealed, h2o_iovec_t *order);
