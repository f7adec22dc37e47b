/* key_file - the small files that `chedang key` reads and writes */
#pragma once

#include <stdbool.h>

#include <h2o/memory.h>

/* All of it, without the line's end, from `pool`; base is NULL after a sentence. */
h2o_iovec_t key_file_read(h2o_mem_pool_t *pool, const char *path);

/* In place of what there was, with a line's end, and on the disk when this returns; false after a sentence.
 */
bool key_file_write(const char *path, h2o_iovec_t bytes);
