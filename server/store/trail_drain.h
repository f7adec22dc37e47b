/*
 * trail_drain - carries the lines of the spools to PostgreSQL, several times a second, on a thread of its own
 *
 * COPY and the spool's new position are one transaction, so a line is there exactly once, whatever dies when.
 * While PostgreSQL is away the spools fill.
 */
#pragma once

#include "core/settings.h"
#include "store/trail.h"

struct trail_drain;

struct trail_drain *trail_drain_start(const struct settings *settings, struct trail *const trails[],
                                      size_t count);

/* Drains what is left, once more, and ends the thread. The spools are the caller's to close. */
void trail_drain_stop(struct trail_drain *drain);
