/*
 * honey - vehicles that nobody has
 *
 * Numbers that could be a car's and were never given to one (`chedang honey add`): nobody asks about them but
 * who goes through numbers. Only their keys are kept. Each loop has them all.
 */
#pragma once

#include "core/pending.h"
#include "store/freshness.h"

struct honey;

enum { HONEY_MOST = 10000 };

struct honey *honey_create(void);
void honey_destroy(struct honey *honey);

bool honey_has(const struct honey *honey, const struct vehicle_key *key);

/* Reads them if others are there than were read before. */
void honey_read(struct exchange *x, continuation *resume, void *state);
