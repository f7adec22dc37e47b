/*
 * database - PostgreSQL as the sub-commands use it: one connection, one thing after the other
 *
 * The statements are those of queries/, prepared when they are first needed. Sentences go to standard error
 * and never hold a value.
 */
#pragma once

#include <stdbool.h>

#include <libpq-fe.h>

#include "core/keys.h"
#include "core/settings.h"
#include "queries.h"

enum { DATABASE_SENTENCE = 256 };

struct database {
    const char *command; /* for sentences: "import" */
    PGconn *pg;
    struct settings settings;
    const struct keys *keys;
    bool prepared[QUERY_COUNT];
    char sentence[DATABASE_SENTENCE]; /* why the last statement failed */
};

/* With the environment's settings, as the role that imports; with_keys reads the key file too. False after a
 * sentence; database_close() is due in either case. */
bool database_open(struct database *database, const char *command, bool with_keys);
void database_close(struct database *database);

/* NULL, with database->sentence, when it failed. The caller clears the result. */
PGresult *database_run(struct database *database, enum query query, const char *const *values);

/* BEGIN or COMMIT; false, with database->sentence, when it failed. And the end of one that failed. */
bool database_command(struct database *database, const char *words);
void database_roll_back(struct database *database);

/*
 * The same in two steps, so that many statements travel together. What stands between two syncs is one
 * transaction. Between begin and end nothing else may run; results come in the order of sending, one a
 * statement and one a sync.
 */
bool database_prepare(struct database *database, enum query query);
bool database_begin(struct database *database);
bool database_send(struct database *database, enum query query, const char *const *values);
bool database_sync(struct database *database);
PGresult *database_next(struct database *database);
bool database_end(struct database *database);

/* Whether the connection is gone for good. */
bool database_lost(const struct database *database);

/* What this result says went wrong, without any value: state, and the constraint if there is one. */
const char *database_reason(const PGresult *result, char sentence[DATABASE_SENTENCE]);
