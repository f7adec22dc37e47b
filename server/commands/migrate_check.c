#include "commands/command.h"

#include <stdio.h>
#include <string.h>

#include "commands/database.h"
#include "commands/options.h"
#include "plan.h"

/* Beside those of every command. */
enum { EXIT_BEHIND = 3, EXIT_AHEAD = 4, EXIT_DIFFERENT = 5 };

/* clang-format off */
static const struct command_form form = {
    "migrate-check", "",
    "Compares what sqitch has deployed with the plan that this program was built with, tries whether every query\n"
    "fits, and says what to do. Exit code 0: they are the same; 3: the database is behind; 4: it is ahead; 5: a\n"
    "script has changed since it was deployed, the order is another, or a query does not fit; 1: it cannot be\n"
    "told. Uses CHEDANG_PG_OWNER.",
    "chedang migrate-check && systemctl start chedang", NULL, 0, 0, 0,
};

/* Not one of queries/: the serving role may not look at sqitch's tables. */
static const char deployed_changes[] =
    "SELECT change, script_hash FROM sqitch.changes WHERE project = 'chedang' ORDER BY committed_at, planned_at";
/* clang-format on */

static bool is_change(const PGresult *deployed, int row, int column, const char *text)
{
    return strcmp(PQgetvalue(deployed, row, column), text) == 0;
}

static int tell_behind(int deployed)
{
    printf("The database lacks %d of %d changes:\n", PLAN_COUNT - deployed, PLAN_COUNT);
    for (int i = deployed; i < PLAN_COUNT; i++)
        printf("  %s\n", plan[i].name);
    puts("Deploy them: sqitch deploy db:pg://OWNER@/DATABASE");
    return EXIT_BEHIND;
}

static int tell_ahead(const PGresult *deployed)
{
    printf("The database has %d changes that this program does not know:\n",
           PQntuples(deployed) - PLAN_COUNT);
    for (int i = PLAN_COUNT; i < PQntuples(deployed); i++)
        printf("  %s\n", PQgetvalue(deployed, i, 0));
    puts("Install the program that belongs to them.");
    return EXIT_AHEAD;
}

static int tell_different(const PGresult *deployed, int i)
{
    if (is_change(deployed, i, 0, plan[i].name))
        printf("The change %s was deployed from another script than this program was built with.\n",
               plan[i].name);
    else
        printf("The change number %d is %s in the database and %s in the plan.\n", i + 1,
               PQgetvalue(deployed, i, 0), plan[i].name);
    puts("Find out which is right before anything is written: sqitch status and sqitch log tell what was "
         "deployed when.");
    return EXIT_DIFFERENT;
}

/* The serving process prepares each when it is first needed, which is late to learn of it. */
static int try_queries(struct database *database)
{
    for (enum query q = 0; q < QUERY_COUNT; q++)
        if (!database_prepare(database, q)) {
            printf("The query %s does not fit the database: %s.\n", queries[q].name, database->sentence);
            return EXIT_DIFFERENT;
        }
    printf("The database has all %d changes, and no others; all %d queries fit it.\n", PLAN_COUNT,
           QUERY_COUNT);
    return EXIT_DONE;
}

static int compare(struct database *database, const PGresult *deployed)
{
    int count = PQntuples(deployed);

    for (int i = 0; i < count && i < PLAN_COUNT; i++)
        if (!is_change(deployed, i, 0, plan[i].name) || !is_change(deployed, i, 1, plan[i].script_hash))
            return tell_different(deployed, i);
    if (count < PLAN_COUNT)
        return tell_behind(count);
    if (count > PLAN_COUNT)
        return tell_ahead(deployed);
    return try_queries(database);
}

static int check(struct database *database)
{
    PGresult *deployed = PQexec(database->pg, deployed_changes);
    const char *state = PQresultErrorField(deployed, PG_DIAG_SQLSTATE);
    char reason[DATABASE_SENTENCE];
    int exit_code = EXIT_FAILED;

    if (PQresultStatus(deployed) == PGRES_TUPLES_OK)
        exit_code = compare(database, deployed);
    else if (state != NULL && strcmp(state, "42P01") == 0) /* there is no such table */
        exit_code = tell_behind(0);
    else
        fprintf(stderr, "chedang migrate-check: what was deployed cannot be read: %s.\n",
                database_reason(deployed, reason));
    PQclear(deployed);
    return exit_code;
}

int command_migrate_check(int argc, char **argv)
{
    struct database database;
    struct options options;
    int exit_code;

    if (!options_read(&form, argc, argv, &options, &exit_code))
        return exit_code;
    exit_code = database_open(&database, "migrate-check", false) ? check(&database) : EXIT_FAILED;
    database_close(&database);
    return exit_code;
}
