#include "commands/database.h"

#include <stdio.h>
#include <string.h>

static void ignore_notice(void *nobody, const char *message)
{
    (void)nobody, (void)message;
}

static bool refuse(struct database *database, const char *sentence)
{
    fprintf(stderr, "chedang %s: %s\n", database->command, sentence);
    return false;
}

/* What a long import does it does by an index: a plan that was made while a table was small would be kept. */
static const char options[] = "-c search_path=chedang -c timezone=Asia/Shanghai -c enable_seqscan=off "
                              "-c enable_hashjoin=off -c enable_mergejoin=off";

static bool connect_now(struct database *database)
{
    const struct settings *s = &database->settings;
    const char *target = *s->postgres_owner != '\0' ? s->postgres_owner : s->postgres;
    const char *const names[] = {"dbname", "application_name", "options", NULL};
    const char *const values[] = {target, "chedang", options, NULL};

    if (*target == '\0')
        return refuse(database, "CHEDANG_PG_OWNER or CHEDANG_PG must say where PostgreSQL is.");
    database->pg = PQconnectdbParams(names, values, 1);
    if (PQstatus(database->pg) != CONNECTION_OK)
        return refuse(database, PQerrorMessage(database->pg));
    PQsetNoticeProcessor(database->pg, ignore_notice, NULL);
    return true;
}

bool database_open(struct database *database, const char *command, bool with_keys)
{
    char complaint[DATABASE_SENTENCE];

    *database = (struct database){.command = command};
    if (!settings_read(&database->settings, complaint, sizeof(complaint)))
        return refuse(database, complaint);
    if (with_keys && *database->settings.keys == '\0')
        return refuse(database, "CHEDANG_KEYS must name the key file.");
    if (with_keys)
        database->keys = keys_load(database->settings.keys, complaint, sizeof(complaint));
    if (with_keys && database->keys == NULL)
        return refuse(database, complaint);
    return connect_now(database);
}

void database_close(struct database *database)
{
    PQfinish(database->pg);
    database->pg = NULL;
}

bool database_lost(const struct database *database)
{
    return PQstatus(database->pg) != CONNECTION_OK;
}

const char *database_reason(const PGresult *result, char sentence[DATABASE_SENTENCE])
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *constraint = PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);

    snprintf(sentence, DATABASE_SENTENCE, "the database refused it (SQLSTATE %s%s%s)",
             state == NULL ? "?" : state, constraint == NULL ? "" : ", ",
             constraint == NULL ? "" : constraint);
    return sentence;
}

static bool good(const PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);

    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

bool database_prepare(struct database *database, enum query query)
{
    if (database->prepared[query])
        return true;
    PGresult *result = PQprepare(database->pg, queries[query].name, queries[query].sql, 0, NULL);
    database->prepared[query] = good(result);
    if (!database->prepared[query])
        database_reason(result, database->sentence);
    PQclear(result);
    return database->prepared[query];
}

PGresult *database_run(struct database *database, enum query query, const char *const *values)
{
    if (!database_prepare(database, query))
        return NULL;
    PGresult *result =
        PQexecPrepared(database->pg, queries[query].name, queries[query].parameters, values, NULL, NULL, 0);
    if (good(result))
        return result;
    database_reason(result, database->sentence);
    PQclear(result);
    return NULL;
}

bool database_command(struct database *database, const char *words)
{
    PGresult *result = PQexec(database->pg, words);
    bool done = good(result);

    if (!done)
        database_reason(result, database->sentence);
    PQclear(result);
    return done;
}

void database_roll_back(struct database *database)
{
    PQclear(PQexec(database->pg, "ROLLBACK"));
}

bool database_begin(struct database *database)
{
    return PQenterPipelineMode(database->pg) == 1;
}

bool database_send(struct database *database, enum query query, const char *const *values)
{
    return PQsendQueryPrepared(database->pg, queries[query].name, queries[query].parameters, values, NULL,
                               NULL, 0) == 1;
}

bool database_sync(struct database *database)
{
    return PQpipelineSync(database->pg) == 1;
}

/* In a pipeline a NULL stands behind every statement's result, but none behind a sync. */
PGresult *database_next(struct database *database)
{
    PGresult *result = PQgetResult(database->pg);

    if (result != NULL && PQresultStatus(result) != PGRES_PIPELINE_SYNC)
        PQclear(PQgetResult(database->pg));
    return result;
}

bool database_end(struct database *database)
{
    return PQexitPipelineMode(database->pg) == 1;
}
