/*
 * watch - PUT and DELETE /v1/vehicles/{handle}/watch: to be told of a vehicle's changes for another year, or
 * no more
 *
 * What a client has looked up is watched anyway, as long as its handle is good.
 */
#pragma once

#include "core/exchange.h"

void watch_start(struct exchange *x);
void watch_end_start(struct exchange *x);
