/*
 * trace_context - the trace that a request says it belongs to (W3C Trace Context, field traceparent)
 *
 * Its id stands in the log beside our own, so that a platform's engineers and ours can speak of one call by
 * the number that they have. Nothing is passed on: the service asks nobody else for an answer.
 */
#pragma once

#include <h2o.h>

enum { TRACE_ID = 33 };

/* The trace-id: 32 small hexadecimal digits, and so no text of a stranger's; "" for a field that is not as
 * the standard says. */
const char *trace_id_read(const char *traceparent, size_t length, char id[TRACE_ID]);

/* That of a request; "" where it has none, or more than one. */
const char *trace_id_of(const h2o_req_t *req, char id[TRACE_ID]);
