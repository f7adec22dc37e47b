/*
 * repair_copy - new records and their settlements by COPY
 *
 * Only what is known to be new, of vehicles that are there: a row that is there already ends the transaction.
 */
#pragma once

#include "store/copy.h"
#include "store/repair_store.h"

extern const char settlement_copy_sql[], repair_copy_sql[];

/* `id` comes from repair's own sequence (queries/settlements_known.sql). */
void settlement_copy(struct copy *copy, const struct repair_row *row, int64_t id);
void repair_copy(struct copy *copy, const struct repair_row *row, int64_t id);
