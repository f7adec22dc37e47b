/*
 * lookup - POST /v1/lookups: what a platform may know of a vehicle
 *
 * Body {"vin", "purpose", "reference"}; the VIN nowhere else. Redis, then PostgreSQL; every answer about a
 * vehicle leaves a line in the trail first.
 */
#pragma once

#include "core/exchange.h"

void lookup_start(struct exchange *x);
