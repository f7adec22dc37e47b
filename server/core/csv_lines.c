#include "core/csv_lines.h"

#include <string.h>

#include <h2o.h>

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

struct csv_lines csv_lines_of(h2o_iovec_t bytes)
{
    struct csv_lines l = {.at = bytes.base, .end = bytes.base + bytes.len, .separator = ','};
    size_t mark = strlen(BYTE_ORDER_MARK);

    if (bytes.len >= mark && memcmp(bytes.base, BYTE_ORDER_MARK, mark) == 0)
        l.at += mark;
    for (const char *c = l.at; c < l.end && *c != '\n' && *c != '\r'; c++)
        if (*c == ',' || *c == ';' || *c == '\t') {
            l.separator = *c;
            break;
        }
    return l;
}

static bool ends_cell(const struct csv_lines *l, const char *at)
{
    return at == l->end || *at == l->separator || *at == '\n' || *at == '\r';
}

/* The quotation mark that closes, or the end. */
static const char *closing(const struct csv_lines *l)
{
    const char *at = l->at + 1;

    while (at < l->end && (*at != '"' || (at + 1 < l->end && at[1] == '"')))
        at += *at == '"' ? 2 : 1;
    return at;
}

/* Without the quotation marks around it, and one for each two within. */
static char *read_quoted(struct csv_lines *l, h2o_mem_pool_t *pool, struct csv_row *row)
{
    const char *close = closing(l);
    char *text = h2o_mem_alloc_pool(pool, (size_t)(close - l->at) + 1), *to = text;

    for (const char *from = l->at + 1; from < close; from++) {
        *to++ = *from;
        from += *from == '"';
    }
    *to = '\0';
    row->broken |= close == l->end;
    l->at = close == l->end ? close : close + 1;
    for (; !ends_cell(l, l->at); l->at++)
        row->broken = true;
    return text;
}

static char *read_bare(struct csv_lines *l, h2o_mem_pool_t *pool)
{
    const char *begin = l->at;

    while (!ends_cell(l, l->at))
        l->at++;
    return h2o_strdup(pool, begin, (size_t)(l->at - begin)).base;
}

static void read_cell(struct csv_lines *l, h2o_mem_pool_t *pool, struct csv_row *row)
{
    const char *text = l->at < l->end && *l->at == '"' ? read_quoted(l, pool, row) : read_bare(l, pool);

    if (row->count < CSV_CELLS_MOST)
        row->cell[row->count++] = text;
    else
        row->broken = true;
}

bool csv_lines_next(struct csv_lines *l, h2o_mem_pool_t *pool, struct csv_row *row)
{
    *row = (struct csv_row){.count = 0};
    if (l->at >= l->end)
        return false;
    l->line++;
    for (;;) {
        read_cell(l, pool, row);
        if (l->at == l->end || *l->at != l->separator)
            break;
        l->at++;
    }
    if (l->at < l->end && *l->at == '\r')
        l->at++;
    if (l->at < l->end && *l->at == '\n')
        l->at++;
    if (row->count == 1 && !row->broken && row->cell[0][0] == '\0')
        row->count = 0;
    return true;
}
