#include "commands/transfer.h"

struct batch_row **transfer_rows(const struct transfer *t, enum intake_kind kind, size_t *count)
{
    struct batch_row **rows = h2o_mem_alloc_pool(t->pool, sizeof(struct batch_row *) * (t->count + 1));

    *count = 0;
    for (size_t i = 0; i < t->count; i++)
        if (t->rows[i].kind == kind)
            rows[(*count)++] = &t->rows[i];
    return rows;
}
