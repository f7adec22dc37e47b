#include "store/rows.h"

#include <stdlib.h>
#include <string.h>

#include <libpq-fe.h>

#include "core/seal.h"

const char *rows_text(const struct rows *rows, int row, int column)
{
    row += rows->first;
    if (rows->pg == NULL)
        return rows->cells[row * rows->columns + column];
    return PQgetisnull(rows->pg, row, column) ? NULL : PQgetvalue(rows->pg, row, column);
}

int64_t rows_number(const struct rows *rows, int row, int column)
{
    const char *text = rows_text(rows, row, column);

    return text == NULL ? 0 : strtoll(text, NULL, 10);
}

uint64_t rows_xid(const struct rows *rows, int row, int column)
{
    const char *text = rows_text(rows, row, column);

    return text == NULL ? 0 : strtoull(text, NULL, 10);
}

bool rows_true(const struct rows *rows, int row, int column)
{
    const char *text = rows_text(rows, row, column);

    return text != NULL && *text == 't';
}

struct date rows_date(const struct rows *rows, int row, int column)
{
    const char *text = rows_text(rows, row, column);
    struct date date = {0};

    if (text != NULL && !date_parse(&date, text, strlen(text)))
        return (struct date){0};
    return date;
}

h2o_iovec_t rows_bytes(h2o_mem_pool_t *pool, const struct rows *rows, int row, int column)
{
    const char *text = rows_text(rows, row, column);
    h2o_iovec_t bytes = {NULL, 0};

    if (text == NULL || !bytea_parse(pool, text, &bytes))
        return (h2o_iovec_t){NULL, 0};
    return bytes;
}

/* Count and columns, then each cell with its zero behind a byte that says whether it is null. */
h2o_iovec_t rows_encode(h2o_mem_pool_t *pool, const struct rows *rows)
{
    int32_t size[2] = {rows->count, rows->columns};
    size_t length = sizeof(size);

    for (int i = 0; i < rows->count * rows->columns; i++) {
        const char *text = rows_text(rows, i / rows->columns, i % rows->columns);
        length += 1 + (text == NULL ? 0 : strlen(text) + 1);
    }
    char *out = h2o_mem_alloc_pool(pool, length), *at = out + sizeof(size);
    memcpy(out, size, sizeof(size));
    for (int i = 0; i < rows->count * rows->columns; i++) {
        const char *text = rows_text(rows, i / rows->columns, i % rows->columns);
        *at++ = text != NULL;
        if (text != NULL)
            at = stpcpy(at, text) + 1;
    }
    return h2o_iovec_init(out, length);
}

bool rows_decode(h2o_mem_pool_t *pool, h2o_iovec_t bytes, struct rows *rows)
{
    int32_t size[2];
    const char *at = bytes.base + sizeof(size), *end = bytes.base + bytes.len;

    if (bytes.len < sizeof(size))
        return false;
    memcpy(size, bytes.base, sizeof(size));
    if (size[0] < 0 || size[1] < 1 || (size_t)size[0] > (bytes.len - sizeof(size)) / (size_t)size[1])
        return false;
    const char **cells = h2o_mem_alloc_pool(pool, sizeof(*cells) * ((size_t)size[0] * (size_t)size[1] + 1));
    for (int i = 0; i < size[0] * size[1]; i++) {
        if (at == end)
            return false;
        cells[i] = NULL;
        char there = *at++;
        if (there == 0)
            continue;
        if (there != 1)
            return false;
        const char *zero = memchr(at, '\0', (size_t)(end - at));
        if (zero == NULL)
            return false;
        cells[i] = at;
        at = zero + 1;
    }
    *rows = (struct rows){.count = size[0], .columns = size[1], .cells = cells};
    return at == end;
}

struct rows rows_run(const struct rows *rows, int from)
{
    int last = rows->columns - 1;
    int64_t number = rows_number(rows, from, last);
    struct rows run = *rows;

    run.first = rows->first + from;
    for (run.count = 0;
         from + run.count < rows->count && rows_number(rows, from + run.count, last) == number;)
        run.count++;
    return run;
}
