/*
 * outbox_drain - sends the messages of the outbox, at least once each, on a thread of its own
 *
 * To the SMS gateway of the settings (POST of {"to","text"} with a bearer token; only a status below 300
 * counts as sent), or, without one, into the outbox folder, a file each.
 */
#pragma once

#include "core/keys.h"
#include "core/settings.h"

struct outbox_drain;

struct outbox_drain *outbox_drain_start(const struct settings *settings, const struct keys *keys);
void outbox_drain_stop(struct outbox_drain *drain);
