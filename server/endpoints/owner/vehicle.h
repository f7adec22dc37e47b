/*
 * vehicle - GET /vehicles/:handle: the whole history of one's own car, and who looked at it
 *
 * That the account holds the vehicle now is read from PostgreSQL every time. A handle that is unknown,
 * somebody else's or no longer valid is nowhere.
 */
#pragma once

#include "core/exchange.h"

void vehicle_start(struct exchange *x);
