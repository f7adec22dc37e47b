/*
 * feed_pass - passes changes on, on a thread of its own: to the clients that look at their vehicles, and to
 * the certificates of these
 *
 * A lease after they were committed, several times a second; changes_advance() in the database sees to it
 * that one process at a time does so, and each change is passed on once.
 */
#pragma once

#include "core/settings.h"

struct feed_pass;

struct feed_pass *feed_pass_start(const struct settings *settings);
void feed_pass_stop(struct feed_pass *pass);
