/*
 * csv_text - a table for spreadsheets: RFC 4180, UTF-8 with a byte order mark, as Excel wants it
 *
 * What a spreadsheet would take for a formula stands behind an apostrophe: cells hold what others wrote.
 */
#pragma once

#include <stdbool.h>

#include <h2o/memory.h>

struct csv_text {
    h2o_mem_pool_t *pool;
    char *base;
    size_t length, room;
    bool within; /* a line */
};

struct csv_text csv_text_new(h2o_mem_pool_t *pool, size_t expected);

/* The next cell of the line; empty for NULL. `text` is UTF-8. */
void csv_cell(struct csv_text *t, const char *text);
void csv_line_end(struct csv_text *t);

/* The bytes so far; they belong to the pool and go away when more is written. */
h2o_iovec_t csv_text_bytes(const struct csv_text *t);
