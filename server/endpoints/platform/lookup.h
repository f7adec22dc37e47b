/*
 * lookup - POST /v1/lookups: what a platform may know of a vehicle
 */
#pragma once

#include "core/exchange.h"

void lookup_start(struct exchange *x);
