/* shared_json - what an owner's link adds to a platform's look-up: the same that its bearer sees on the page
 */
#pragma once

#include <h2o/memory.h>

#include "history/disclosure.h"
#include "history/share.h"

/* An object. `view` is of the audience of `scope`; `expires_at`, when the link does: wall clock,
 * microseconds. */
h2o_iovec_t render_shared(h2o_mem_pool_t *pool, enum share_scope scope, int64_t expires_at,
                          const struct view *view);
