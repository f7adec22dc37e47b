/*
 * gzip - bytes packed for browsers that take them so (RFC 9110, 8.4.1.3)
 *
 * Only for long pages and static files. What is packed together can be guessed from its length by who may put
 * text of their own beside it (BREACH), so no page that shows what a request said may become long.
 */
#pragma once

#include <stdbool.h>

#include "core/exchange.h"

enum { GZIP_FAST = 1, GZIP_SMALL = 9 };

bool gzip_accepted(const struct exchange *x);

/* From `pool`, or of the heap when that is NULL. Empty when it would not become shorter. */
h2o_iovec_t gzip_packed(h2o_mem_pool_t *pool, h2o_iovec_t bytes, int level);
