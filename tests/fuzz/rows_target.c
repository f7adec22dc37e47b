/* Bytes are encoded rows in one way only; rows made of the input survive the round trip. */
#include "target.h"

#include "store/rows.h"

static void check_decoded(struct exchange *x, h2o_iovec_t bytes)
{
    struct rows rows;

    if (!rows_decode(&x->pool, bytes, &rows))
        return;
    h2o_iovec_t again = rows_encode(&x->pool, &rows);
    MUST(h2o_memis(again.base, again.len, bytes.base, bytes.len));
    for (int i = 0; i < rows.count * rows.columns; i++) {
        rows_number(&rows, i / rows.columns, i % rows.columns);
        rows_date(&rows, i / rows.columns, i % rows.columns);
        rows_bytes(&x->pool, &rows, i / rows.columns, i % rows.columns);
    }
}

/* Cells end at line ends; an empty one is null. */
static void check_round_trip(struct exchange *x, char *text, int columns)
{
    const char *cells[64];
    struct rows rows = {.columns = columns, .cells = cells}, decoded;
    int count = 0;

    for (char *line; count < 64 && (line = strsep(&text, "\n")) != NULL;)
        cells[count++] = *line == '\0' ? NULL : line;
    rows.count = count / columns;
    MUST(rows_decode(&x->pool, rows_encode(&x->pool, &rows), &decoded));
    MUST(decoded.count == rows.count && decoded.columns == columns);
    for (int i = 0; i < rows.count * columns; i++)
        MUST(cells[i] == NULL ? decoded.cells[i] == NULL : strcmp(cells[i], decoded.cells[i]) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct exchange *x = target_begin();

    check_decoded(x, h2o_iovec_init(bytes, size));
    if (size != 0)
        check_round_trip(x, (char *)target_text(x, bytes + 1, size - 1), 1 + *bytes % 8);
    target_end(x);
    return 0;
}
