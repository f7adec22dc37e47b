/*
 * certificate_batch_store - lines of batches to and from rows: what of them is sealed, each to its line
 */
#pragma once

#include <h2o/memory.h>

#include "core/fault.h"
#include "core/keys.h"

enum batch_column { BATCH_REFERENCE, BATCH_REQUEST, BATCH_PAPER, BATCH_ENVELOPE };

/* As a parameter; from `pool`. */
const char *batch_seal(h2o_mem_pool_t *pool, const struct keys *keys, enum batch_column column,
                       const char *batch, long line, h2o_iovec_t plain);

/* False, and a line of the log, when it does not open; `plain` ends with a zero that is not counted. */
bool MUST_CHECK batch_open(h2o_mem_pool_t *pool, const struct keys *keys, enum batch_column column,
                           const char *batch, long line, h2o_iovec_t sealed, h2o_iovec_t *plain);
