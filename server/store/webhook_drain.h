/*
 * webhook_drain - sends clients' events to their webhooks, at least once and in order, on threads of its own
 *
 * Up to WEBHOOK_EVENTS in a message, one message at a time to each webhook; the next one when a status of 200
 * to 299 says that it was taken. The first one is a ping, which has to be answered by its challenge. Who is
 * slow or down keeps one thread for ten seconds, and is then tried less and less often.
 */
#pragma once

#include "core/keys.h"
#include "core/settings.h"

enum { WEBHOOK_THREADS = 4, WEBHOOK_EVENTS = 100 };

struct webhook_drain;

struct webhook_drain *webhook_drain_start(const struct settings *settings, const struct keys *keys);
void webhook_drain_stop(struct webhook_drain *drain);
