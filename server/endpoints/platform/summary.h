/*
 * summary - GET /v1/vehicles/{handle}/summary?purpose=…&reference=…: the same again, if it has changed
 *
 * By the handle that a look-up gave this client. With If-None-Match an unchanged summary is 304 and costs
 * nothing of the day; each is in the trail.
 */
#pragma once

#include "core/exchange.h"

void summary_start(struct exchange *x);
