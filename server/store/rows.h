/*
 * rows - what a query answered, whether it came from PostgreSQL or was kept in the cache
 *
 * Text as PostgreSQL writes it; NULL is SQL null. Rows die with the continuation that got them.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <h2o/memory.h>

#include "core/date.h"

struct pg_result;

struct rows {
    int count, columns;
    int first;                  /* where row 0 is among what was read */
    const struct pg_result *pg; /* or */
    const char *const *cells;   /* row by row */
};

/* NULL for SQL null. */
const char *rows_text(const struct rows *rows, int row, int column);
/* 0 for null. */
int64_t rows_number(const struct rows *rows, int row, int column);
uint64_t rows_xid(const struct rows *rows, int row, int column);
/* PostgreSQL's "t". */
bool rows_true(const struct rows *rows, int row, int column);
struct date rows_date(const struct rows *rows, int row, int column);
/* A bytea; empty for null. From `pool`. */
h2o_iovec_t rows_bytes(h2o_mem_pool_t *pool, const struct rows *rows, int row, int column);

/* To and from flat bytes. Decoding points into `bytes`; false for bytes that are not encoded rows. */
h2o_iovec_t rows_encode(h2o_mem_pool_t *pool, const struct rows *rows);
bool rows_decode(h2o_mem_pool_t *pool, h2o_iovec_t bytes, struct rows *rows);

/* The rows from `from` on that have the same text in the last column as that one: those of one vehicle among
 * many. */
struct rows rows_run(const struct rows *rows, int from);
