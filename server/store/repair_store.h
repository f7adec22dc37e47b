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

enum { ACCEPT_PARAMETERS = 19, ACCEPT_NUMBER = 3, QUARANTINE_PARAMETERS = 5 }; /* the number: bytea */
enum { ATTRIBUTE_PARAMETERS = ACCEPT_PARAMETERS + 1 };

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
    const char *fuel; /* NULL: not said */
    enum use use;
    int brought_minute;
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

/* The number of a settlement as the database finds it by; of a text as read_settlement_no() leaves it. */
struct blind_index repair_number_index(const struct keys *keys, const char *number);

/* What was last accepted of a settlement, from the columns content and body of `message`; false when it does
 * not open. */
bool MUST_CHECK repair_message_open(h2o_mem_pool_t *pool, const struct keys *keys, int64_t workshop,
                                    h2o_iovec_t content, h2o_iovec_t sealed, h2o_iovec_t *message);

/* For queries/quarantine_insert.sql; a message that is there already, maybe with another `token` in
 * it, is not kept twice. `reason` holds no values. */
void quarantine_parameters(h2o_mem_pool_t *pool, const struct keys *keys, int64_t workshop,
                           const char *family, const char *reason, const char *token, h2o_iovec_t message,
                           const char *parameters[QUARANTINE_PARAMETERS]);

/* What was sent, from the columns `content` and `body` of its row; false when it does not open. */
bool MUST_CHECK quarantine_open(h2o_mem_pool_t *pool, const struct keys *keys, int64_t workshop,
                                h2o_iovec_t content, h2o_iovec_t body, h2o_iovec_t *message);

/* For queries/quarantine_attribute.sql: the same submission with the VIN that it should have had. */
void quarantine_attribute_parameters(h2o_mem_pool_t *pool, const struct keys *keys,
                                     const struct submission *submission, int64_t workshop,
                                     const char *family, int64_t quarantine,
                                     const char *parameters[ATTRIBUTE_PARAMETERS]);
