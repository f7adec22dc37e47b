/*
 * joined - a read that, in the broken build only, joins one that was sent before it
 *
 * A request must never join a query that was sent before it came: the answer may be older than an upload
 * acknowledged in between. The build option -Dbroken=joined does it all the same, so that the freshness check
 * can be seen to notice.
 */
#pragma once

#include "store/db.h"

#ifndef BROKEN_JOINED
#define db_read_joined db_read
#else
void db_read_joined(struct exchange *x, enum query query, struct db_values values, continuation *resume,
                    void *state);
#endif
