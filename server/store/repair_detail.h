/*
 * repair_detail - the sealed part of a record: plate, settlement number, texts, works, parts
 *
 * A JSON object, sealed for "repair.detail" of its row: vehicle, workshop, days, odometer. What a summary
 * needs is not in here.
 */
#pragma once

#include <h2o/memory.h>

#include "core/fault.h"
#include "core/keys.h"
#include "history/record.h"
#include "store/freshness.h"

h2o_iovec_t repair_detail_seal(h2o_mem_pool_t *pool, const struct keys *keys, const struct vehicle_key *key,
                               int64_t workshop, const struct record *record);

/* Fills in the sealed members of the record, in memory of `pool`; its workshop's id, days and odometer are
 * there already. False, and none of them, when it does not open. */
bool MUST_CHECK repair_detail_open(h2o_mem_pool_t *pool, const struct keys *keys,
                                   const struct vehicle_key *key, h2o_iovec_t sealed, struct record *record);
