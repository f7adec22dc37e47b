/* certificates - GET /vehicles/:handle/certificates: those that were issued of an owner's vehicle */
#pragma once

#include "core/exchange.h"

void certificates_of_vehicle_start(struct exchange *x);
