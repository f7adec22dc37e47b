/*
 * body - what the client sent, bounded before it is parsed
 *
 * One MiB of JSON may become sixty of values, so depth and number of values are counted first.
 */
#pragma once

#include <jansson.h>

#include "core/exchange.h"
#include "core/fault.h"

/* The whole body; empty when there is none. It belongs to the request: copy what a detached exchange needs.
 */
h2o_iovec_t body_bytes(const struct exchange *x);

/*
 * Parses JSON within the bounds of the settings. The value belongs to the exchange. BODY_MALFORMED for
 * anything else: bad UTF-8, NUL, numbers out of range, text behind the value; and, unless `lenient`, for
 * duplicate keys and a byte order mark.
 */
enum fault MUST_CHECK body_json(struct exchange *x, h2o_iovec_t text, bool lenient, json_t **value);

/* Whether the body's type is this one, whatever its parameters. */
bool body_is(const struct exchange *x, const char *type);
