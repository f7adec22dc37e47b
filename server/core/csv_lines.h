/*
 * csv_lines - a table that people send: RFC 4180, with commas, semicolons or tabs
 *
 * Cells may stand in quotation marks, with line breaks in them. A byte order mark is passed over. Pure.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <h2o/memory.h>

enum { CSV_CELLS_MOST = 16 };

struct csv_lines {
    const char *at, *end;
    char separator;
    unsigned line; /* of the row that was read last, as a spreadsheet counts rows: 1 is the first */
};

/* `bytes` are the caller's and live on. What separates cells is what stands first in the first row. */
struct csv_lines csv_lines_of(h2o_iovec_t bytes);

struct csv_row {
    const char *cell[CSV_CELLS_MOST]; /* of the pool */
    size_t count;                     /* 0: an empty row */
    bool broken;                      /* too many cells, or something behind a quotation mark */
};

/* False at the end. */
bool csv_lines_next(struct csv_lines *lines, h2o_mem_pool_t *pool, struct csv_row *row);
