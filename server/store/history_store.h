/*
 * history_store - histories from rows; vehicle keys from VINs
 */
#pragma once

#include "core/fault.h"
#include "core/keys.h"
#include "history/record.h"
#include "store/freshness.h"
#include "store/rows.h"

struct vehicle_key vehicle_key_of(const struct keys *keys, const struct vin *vin);
/* As bytea parameters: the key, and the VIN sealed for the column vehicle.vin of its row. */
const char *vehicle_key_text(h2o_mem_pool_t *pool, const struct vehicle_key *key);
const char *vehicle_vin_seal(h2o_mem_pool_t *pool, const struct keys *keys, const struct vehicle_key *key,
                             const struct vin *vin);
/* Likewise, as bytes. */
h2o_iovec_t vehicle_vin_sealed(h2o_mem_pool_t *pool, const struct keys *keys, const struct vehicle_key *key,
                               const struct vin *vin);

/* The VIN of a row of `vehicle`; false when it does not open. */
bool MUST_CHECK vehicle_vin_open(h2o_mem_pool_t *pool, const struct keys *keys, h2o_iovec_t key,
                                 h2o_iovec_t sealed, struct vin *vin);

/* What stands for a record in addresses: nobody can guess it or count with it. From `pool`. */
enum { RECORD_HANDLE_TEXT = 33 };
const char *record_handle(h2o_mem_pool_t *pool, const struct keys *keys, const struct vehicle_key *key,
                          int64_t id);

/* How many columns a row of history_full has; record_full and dispute_record have more behind them. */
enum { RECORD_FULL_COLUMNS = 26 };

/*
 * From the rows of history_summaries, fleet_histories or history_full; with the last the sealed details are
 * opened. A detail that does not open is a bug or an attack: it is logged, and the record goes without it.
 * `xmin` is that of the statement.
 */
void history_from_rows(h2o_mem_pool_t *pool, const struct keys *keys, const struct rows *rows,
                       const struct vehicle_key *key, const struct vin *vin, struct history *history,
                       uint64_t *xmin);

/*
 * From the rows of history_examine that are one vehicle's (rows_run()), for rules_examine(). `own`, unless
 * NULL, is the place of the settlement's record, or history->count when it is another vehicle's.
 */
void history_examined_from_rows(h2o_mem_pool_t *pool, const struct rows *rows, struct history *history,
                                size_t *own);
