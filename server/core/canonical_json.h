/*
 * canonical_json - the one writing of a JSON value that is hashed and signed (RFC 8785)
 *
 * jansson writes it so for part of what JSON can hold: names in ASCII, strings without control characters,
 * integers within ±(2^53 − 1). Everything else is refused here, so that nothing is signed that others would
 * write in another way.
 */
#pragma once

#include <stdbool.h>

#include <h2o/memory.h>
#include <jansson.h>

#define JSON_INTEGER_MOST ((((json_int_t)1) << 53) - 1)

enum { CANONICAL_DEPTH_MOST = 16 };

/* From `pool`; base is NULL when the value is refused. */
h2o_iovec_t canonical_json(h2o_mem_pool_t *pool, const json_t *value);

/* Read as strictly: no name twice in an object. The caller's to json_decref; NULL for what is no object. */
json_t *canonical_json_read(const char *text, size_t length);

/* A member's text; "" when it is not there or no text. It belongs to the object. */
const char *json_member_text(const json_t *object, const char *name);
