/* calls - GET /platform/calls and /platform/calls.csv: a client's own look-ups, by day and purpose */
#pragma once

#include "core/exchange.h"

void calls_start(struct exchange *x);
void calls_csv_start(struct exchange *x);
