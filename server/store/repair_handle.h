/*
 * repair_handle - what stands for a workshop's record in the addresses of its own programs
 *
 * Made from the workshop and the settlement number, or from what was kept apart, without a query: so it is
 * known before it is stored, and the same for every correction. It hides both; a made-up one names a workshop
 * that is not there.
 */
#pragma once

#include <stdbool.h>

#include <h2o/memory.h>

#include "core/keys.h"
#include "core/seal.h"

enum { REPAIR_HANDLE_TEXT = 33 };

/* A settlement number's index, or the first half of a hash of what was kept apart. */
struct repair_name {
    int64_t workshop;
    struct blind_index of;
};

/* As the record's row is named; `settlement_no` is what a program sent. */
struct repair_name repair_name_of(h2o_mem_pool_t *pool, const struct keys *keys, int64_t workshop,
                                  const char *settlement_no);

void repair_handle_make(const struct keys *keys, struct repair_name name, char text[REPAIR_HANDLE_TEXT]);
bool repair_handle_read(const struct keys *keys, h2o_iovec_t text, struct repair_name *name);
