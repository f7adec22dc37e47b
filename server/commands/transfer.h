/*
 * transfer - rows of a batch that go into the database in one transaction
 */
#pragma once

#include "commands/batch.h"
#include "commands/database.h"
#include "core/fault.h"

struct transfer {
    struct database *database;
    h2o_mem_pool_t *pool;
    struct batch_row *rows;
    size_t count;
};

/* Those of one kind, in the order of their lines; how many in *count. From the pool. */
struct batch_row **transfer_rows(const struct transfer *transfer, enum intake_kind kind, size_t *count);
