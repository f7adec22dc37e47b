/*
 * signature - how the openapi's calls are signed
 *
 * All fields but `sign`, in the order of their names, as name=value joined by &; null is empty, an object is
 * the same of its own fields, an array its elements joined by &; values are URL-decoded first. Then the
 * secret, and MD5 in lower-case hex. Their programs sign nulls that they do not send, so a call's own list of
 * fields is tried as well. Pure. Source: openapi V1.0.0 of 2021-06-22, and the demo that goes with it.
 */
#pragma once

#include <stdbool.h>

#include <h2o/memory.h>
#include <jansson.h>

/* A field that a call may have, and those of the objects in it; a list ends with a name that is NULL. */
struct signed_field {
    const char *name;
    const struct signed_field *inner;
};

/* Numbers outside of strings put into quotes: 10.0 is signed as it is written. From `pool`. */
h2o_iovec_t openapi_quoted(h2o_mem_pool_t *pool, h2o_iovec_t json);

enum { MD5_TEXT = 33 };
void md5_text(const void *bytes, size_t length, char text[MD5_TEXT]);

/* Of a value URL-decoded as Java's decoder does it; what it would not decode stays as it is. */
const char *openapi_decoded(h2o_mem_pool_t *pool, const char *value);

/* Whether this is the signature of the message, read from quoted JSON. */
bool openapi_signature_holds(h2o_mem_pool_t *pool, const json_t *message, const struct signed_field *fields,
                             const char *secret, const char *sign);
