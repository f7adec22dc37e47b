/*
 * batch - POST /v1/lookups/batch: up to LINES_MOST look-ups in one request
 *
 * Lines of JSON (application/x-ndjson) in, each what POST /v1/lookups takes; one line out for each, in the
 * same order:
 * {"line", "reference", "status", and "summary" or "problem"}. A line that cannot be answered has its own
 * problem and costs the others nothing. Each line counts as a look-up for the limits, all of them or none,
 * and leaves its own line in the trail. No more is looked up than the client has read.
 */
#pragma once

#include "core/exchange.h"

void batch_start(struct exchange *x);
