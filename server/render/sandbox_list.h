/* sandbox_list - the vehicles of the sandbox as JSON, each with its handle for the client that asks */
#pragma once

#include <h2o/memory.h>

#include "history/handle.h"
#include "history/sandbox.h"

h2o_iovec_t render_sandbox_list(h2o_mem_pool_t *pool, char handles[SANDBOX_CASES][HANDLE_TEXT]);
