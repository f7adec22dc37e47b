/*
 * vehicles - GET /vehicles: the vehicles that an account holds
 */
#pragma once

#include "core/exchange.h"

void vehicles_start(struct exchange *x);
