/*
 * json_text - JSON written straight into a buffer
 *
 * For the documents that are made thousands of times a second: summaries, lines of a batch, and the sealed
 * part of a record. Whatever else is JSON goes through jansson. The caller writes brackets, names and commas
 * with json_raw(), values with the others.
 */
#pragma once

#include <h2o/memory.h>

struct json_text {
    h2o_mem_pool_t *pool;
    char *base;
    size_t length, room;
};

/* Room for about so many bytes; it grows when they are not enough. */
struct json_text json_text_new(h2o_mem_pool_t *pool, size_t expected);

void json_raw(struct json_text *t, const char *text);
void json_raw_bytes(struct json_text *t, h2o_iovec_t bytes);
/* Quoted and escaped (RFC 8259, 7); null for NULL. `text` is UTF-8. */
void json_string_put(struct json_text *t, const char *text);
void json_number_put(struct json_text *t, long number);

/* The bytes so far; they belong to the pool and go away when more is written. */
h2o_iovec_t json_text_bytes(const struct json_text *t);
