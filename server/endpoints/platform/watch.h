/*
 * watch - PUT and DELETE /v1/vehicles/{handle}/watch: to be told of a vehicle's changes for another year, or
 * no more
 *
 * What a client has looked up is watched anyway, until the end of the next epoch (history/handle.h). As long
 * as it is watched every handle of it that its client was given is good.
 */
#pragma once

#include "core/exchange.h"

void watch_start(struct exchange *x);
void watch_end_start(struct exchange *x);
