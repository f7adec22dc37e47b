/* feed - how far the change feed goes, and its webhooks with their deliveries, tests and repetitions */
#pragma once

#include "core/exchange.h"

void client_feed_start(struct exchange *x);
void client_webhook_start(struct exchange *x);
void client_webhook_ping_start(struct exchange *x);
void client_webhook_replay_start(struct exchange *x);
