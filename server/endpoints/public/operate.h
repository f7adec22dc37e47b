/*
 * operate - what those who run the service ask, on the internal listener
 *
 * GET /healthz: the loop turns. GET /readyz: look-ups and uploads can be answered. GET /metrics: Prometheus
 * text.
 */
#pragma once

#include "core/exchange.h"

void healthz_start(struct exchange *x);
void readyz_start(struct exchange *x);
void metrics_start(struct exchange *x);
