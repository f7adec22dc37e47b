/* batch_table - the table that a batch is sent as, divided into lines and sealed */
#pragma once

#include "core/exchange.h"
#include "render/certificate_batch_page.h"

/* As certificate_batch_make.sql takes them. */
struct batch_table {
    const char *numbers, *references, *requests;
    size_t count;
};

/* For a batch of this handle; what is wrong with it as a whole, or BATCH_PLAIN. */
enum batch_notice batch_table_read(struct exchange *x, const char *handle, h2o_iovec_t bytes,
                                   struct batch_table *table);
