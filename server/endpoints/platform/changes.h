/*
 * changes - GET /v1/changes?after=N: what has changed of the vehicles that a client has looked up or watches
 *
 * Events in the order of their numbers, which have no gap, `limit` at most; with `wait` the answer comes when
 * there is one, or after so many seconds. They are kept for thirty days; who comes later is told to begin
 * anew.
 */
#pragma once

#include "core/exchange.h"

void changes_start(struct exchange *x);
