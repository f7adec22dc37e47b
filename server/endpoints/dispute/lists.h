/*
 * lists - GET /vehicles/:handle/disputes, /workshop and /staff/disputes: what is under way
 */
#pragma once

#include "core/exchange.h"

void disputes_of_vehicle_start(struct exchange *x);
void disputes_of_workshop_start(struct exchange *x);
void disputes_of_supervisor_start(struct exchange *x);
