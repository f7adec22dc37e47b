/*
 * repair_store - a submission as the parameters of the statements that keep it
 *
 * The same for uploads (db.h) and for `chedang import` (libpq directly): text parameters, in memory of
 * `pool`.
 */
#pragma once

#include "core/keys.h"
#include "history/submission.h"
#include "store/freshness.h"

enum { ACCEPT_PARAMETERS = 16, QUARANTINE_PARAMETERS = 5 };

/*
 * For queries/repair_accept.sql, which answers with one of 'new', 'unchanged', 'corrected', 'moved'.
 * `message` is what was sent, as it was sent; empty when it need not be kept. Its identity is the workshop
 * and the settlement number; without a number, the content. The submission has a VIN and nothing that calls
 * for quarantine.
 */
void repair_accept_parameters(h2o_mem_pool_t *pool, const struct keys *keys,
                              const struct submission *submission, int64_t workshop, const char *family,
                              h2o_iovec_t message, const char *parameters[ACCEPT_PARAMETERS]);

/* For queries/quarantine_insert.sql; a message that is there already is not kept twice. `reason` holds no
 * values. */
void quarantine_parameters(h2o_mem_pool_t *pool, const struct keys *keys, int64_t workshop,
                           const char *family, const char *reason, h2o_iovec_t message,
                           const char *parameters[QUARANTINE_PARAMETERS]);
