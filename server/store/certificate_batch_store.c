#include "store/certificate_batch_store.h"

#include <stdio.h>
#include <string.h>

#include "core/log.h"
#include "core/seal.h"

enum { ROW_TEXT = 64 };

static struct seal_place place_of(enum batch_column column, const char *batch, long line, char row[ROW_TEXT])
{
    static const char *const names[] = {[BATCH_REFERENCE] = "certificate_batch_line.reference",
                                        [BATCH_REQUEST] = "certificate_batch_line.request",
                                        [BATCH_PAPER] = "certificate_batch_line.paper",
                                        [BATCH_ENVELOPE] = "certificate_batch_line.envelope"};

    snprintf(row, ROW_TEXT, "%s %ld", batch, line);
    return (struct seal_place){names[column], row, strlen(row)};
}

const char *batch_seal(h2o_mem_pool_t *pool, const struct keys *keys, enum batch_column column,
                       const char *batch, long line, h2o_iovec_t plain)
{
    char row[ROW_TEXT];
    h2o_iovec_t sealed = seal(pool, keys, KEY_SEAL, place_of(column, batch, line, row), plain);

    return bytea_text(pool, sealed.base, sealed.len);
}

bool batch_open(h2o_mem_pool_t *pool, const struct keys *keys, enum batch_column column, const char *batch,
                long line, h2o_iovec_t sealed, h2o_iovec_t *plain)
{
    char row[ROW_TEXT];

    if (unseal(pool, keys, KEY_SEAL, place_of(column, batch, line, row), sealed, plain))
        return true;
    log_line(LOG_ERROR, "batch_line_does_not_open", NULL);
    return false;
}
