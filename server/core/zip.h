/*
 * zip - files in one archive, written as they come
 *
 * What stands in them was packed before (PDF) or is short, so nothing is packed again. One thread at a time.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <h2o/memory.h>

struct zip;

/* NULL when memory is short. */
struct zip *zip_begin(void);
void zip_destroy(struct zip *zip); /* NULL is nothing */

/* Adds a file; `at` in seconds since 1970. False when memory is short, and for ever after. */
bool zip_add(struct zip *zip, const char *name, h2o_iovec_t bytes, int64_t at);

/* Writes the list of files at the end. */
bool zip_end(struct zip *zip);

/* What was written since the last time; from `pool`. */
h2o_iovec_t zip_take(struct zip *zip, h2o_mem_pool_t *pool);
