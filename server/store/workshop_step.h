/*
 * workshop_step - the steps of workshop_pass, each within the transaction of its caller
 *
 * A step says whether it could be taken; what fails is rolled back as a whole and tried again.
 */
#pragma once

#include <stdbool.h>

#include <h2o/memory.h>
#include <libpq-fe.h>

#include "core/keys.h"
#include "core/settings.h"
#include "queries.h"

struct workshop_step {
    const struct settings *settings;
    const struct keys *keys;
    PGconn *pg;
    h2o_mem_pool_t pool; /* of the step */
    const char *xmin;    /* all transactions before it are over */
    bool swept;          /* what was there before anything was counted is counted */
    bool more;           /* there is something left to do at once */
    const char *failed;  /* the query that has failed; NULL: none */
    char state[6];       /* and its SQLSTATE; empty: the connection is lost */
};

/* Rows, which the caller clears; NULL when the statement has failed. */
PGresult *workshop_ask(struct workshop_step *step, enum query query, const char *const *values);
/* Likewise where the rows say nothing. */
bool workshop_tell(struct workshop_step *step, enum query query, const char *const *values);

/* Of a keyed hash in hexadecimal, eight bytes; 0 for none. */
uint64_t workshop_hash(const char *hex);

/* Counts the records of some vehicles that have changed, or of some that were there before. */
bool workshop_count(struct workshop_step *step);
/* Adds up some days. */
bool workshop_fold(struct workshop_step *step);
/* Judges some workshops, and forgets what no window has any more. */
bool workshop_judge_some(struct workshop_step *step);
