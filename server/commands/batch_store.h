/*
 * batch_store - a batch into the database, all of it or all but what is refused
 *
 * It goes in one transaction, with the note of how far the import has come. When that fails, each half goes
 * by itself, and so on down to single rows: so a bad row takes no neighbour along, and a row that somebody
 * else has just stored is met again as what it is now. A row that fails alone is refused, with a reason that
 * holds no value.
 */
#pragma once

#include "commands/batch.h"
#include "commands/refusals.h"

struct storing {
    struct database *database;
    struct refusals *refusals;
    uint64_t (*fates)[FATE_COUNT]; /* by kind: what became of the rows that are stored for good */
    bool noted;                    /* whether batch->note is kept */
};

/* False when the connection is lost; what is counted by then is stored. */
bool MUST_CHECK batch_store(struct storing *storing, struct batch *batch);
