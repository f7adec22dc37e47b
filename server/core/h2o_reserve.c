#include "core/h2o_reserve.h"

#include <stdlib.h>

#include <h2o.h>

/* As many as h2o keeps of each kind. */
enum { MOST_KEPT = 16 };

/* Its list of chunks is h2o's alone: a pool takes one from there, or a new one when it is empty. */
static void free_chunks(void)
{
    for (int i = 0; i < MOST_KEPT; i++) {
        h2o_mem_pool_t pool;

        h2o_mem_init_pool(&pool);
        h2o_mem_alloc_pool(&pool, 1);
        free(pool.chunks);
    }
}

void h2o_reserve_free(void)
{
    h2o_mem_recycle_t *buffers = &h2o_socket_buffer_prototype.allocator;

    while (buffers->cnt > 0)
        free(h2o_mem_alloc_recycle(buffers, 1));
    free_chunks();
}
