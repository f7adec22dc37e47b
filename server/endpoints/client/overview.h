/* overview - GET /platform: what a client's administrator is told first */
#pragma once

#include "core/exchange.h"

void overview_start(struct exchange *x);
