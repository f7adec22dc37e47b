/*
 * shared - /s/:secret: a vehicle's history for whoever was given a link to it
 *
 * A link that has expired, was ended, went with its ownership, had its PIN guessed at too often this hour or
 * never was answers alike: PATH_UNKNOWN, after the same one statement. An opening is in PostgreSQL and in the
 * access trail, on the disk, before the page leaves. The secret is told to nobody: no referrer, no log, no
 * query.
 */
#pragma once

#include "core/exchange.h"

void shared_start(struct exchange *x);
void shared_pin_start(struct exchange *x);
void shared_language_start(struct exchange *x);
