/*
 * repair_store - a submission as it is stored, and as the parameters of the statements that keep it
 *
 * Uploads (db.h) need text parameters; `chedang import` the row, which it sends by COPY (repair_copy.h) or as
 * parameters as well. Everything is in memory of `pool`.
 */
#pragma once

#include "core/keys.h"
#include "core/seal.h"
#include "history/submission.h"
#include "store/freshness.h"

enum { ACCEPT_PARAMETERS = 16, QUARANTINE_PARAMETERS = 5 };

/* Its identity is the workshop and the settlement number; without a number, the content. */
struct repair_row {
    struct vehicle_key vehicle;
    struct vin vin;
    int64_t workshop;
    struct blind_index number;
    struct keyed_hash content;
    struct date brought_on, settled_on;
    long odometer_km;
    const char *works, *parts, *signals, *findings; /* codes */
    bool plated;
    struct blind_index plate;
    h2o_iovec_t detail; /* sealed */
};

/* The submission has a VIN and nothing that calls for quarantine. */
void repair_row_read(h2o_mem_pool_t *pool, const struct keys *keys, const struct submission *submission,
                     int64_t workshop, struct repair_row *row);

/*
 * For queries/repair_accept.sql, which answers with one of 'new', 'unchanged', 'corrected', 'moved'.
 * `message` is what was sent, as it was sent; empty when it need not be kept.
 */
void repair_row_parameters(h2o_mem_pool_t *pool, const struct keys *keys, const struct repair_row *row,
                           const char *family, h2o_iovec_t message,
                           const char *parameters[ACCEPT_PARAMETERS]);

/* Both in one. */
void repair_accept_parameters(h2o_mem_pool_t *pool, const struct keys *keys,
                              const struct submission *submission, int64_t workshop, const char *family,
                              h2o_iovec_t message, const char *parameters[ACCEPT_PARAMETERS]);

/* What a message is known by among those of its workshop that are kept apart. */
struct keyed_hash quarantine_content(const struct keys *keys, h2o_iovec_t message, const char *token);

/* For queries/quarantine_insert.sql; a message that is there already, maybe with another `token` in
 * it, is not kept twice. `reason` holds no values. */
void quarantine_parameters(h2o_mem_pool_t *pool, const struct keys *keys, int64_t workshop,
                           const char *family, const char *reason, const char *token, h2o_iovec_t message,
                           const char *parameters[QUARANTINE_PARAMETERS]);
