/* summary - the platform's view as JSON, and what is said when there is nothing to show */
#pragma once

#include <h2o/memory.h>

#include "history/disclosure.h"

/* The whole answer of POST /v1/lookups. */
h2o_iovec_t render_summary(h2o_mem_pool_t *pool, const struct view *view);

/* The members `coverage` and `warnings` for a problem document, with their leading comma: where nothing is on
 * file, a mistyped number is likely. */
h2o_iovec_t render_coverage(h2o_mem_pool_t *pool, const struct view *view);
