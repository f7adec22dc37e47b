#include "commands/command.h"

#include <stdio.h>
#include <string.h>

#include "commands/database.h"
#include "commands/options.h"

enum { ROW_LIMIT, ROW_CSV };
static const struct option_row phrases_rows[] = {
    [ROW_LIMIT] = {"limit", "N",  "how many at most",                "100", 1, 20000, false},
    [ROW_CSV] = {"csv",   NULL, "as CSV with a head, for a table", NULL,  0, 0,     false},
};

/* clang-format off */
static const struct command_form phrases_form = {
    "phrases", "",
    "Prints the names of work and parts that the lexicon (server/history/lexicon.csv) knows nothing of, the commonest\n"
    "first: the name, how often it was said, by how many workshops (20: or more), the first day and the last. What a\n"
    "single workshop has said is not among them, nor anything with personal data in it.",
    "chedang phrases --limit 50 --csv > unknown.csv", phrases_rows, 2, 0, 0,
};
/* clang-format on */

/* A name is letters alone (history/unknown_phrase.h), so it needs no quotes. */
static void print_rows(const PGresult *result, char between)
{
    for (int row = 0; row < PQntuples(result); row++)
        for (int column = 0; column < PQnfields(result); column++)
            printf("%s%c", PQgetvalue(result, row, column), column + 1 < PQnfields(result) ? between : '\n');
}

static int list(struct database *database, const struct options *options)
{
    bool csv = options->text[ROW_CSV] != NULL;
    PGresult *result =
        database_run(database, QUERY_UNKNOWN_PHRASES_LIST, (const char *[]){options->text[ROW_LIMIT]});

    if (result == NULL) {
        fprintf(stderr, "chedang phrases: %s.\n", database->sentence);
        return EXIT_FAILED;
    }
    if (csv)
        printf("phrase,count,workshops,first_day,last_day\n");
    print_rows(result, csv ? ',' : '\t');
    PQclear(result);
    return fflush(stdout) == 0 ? EXIT_DONE : EXIT_FAILED;
}

int command_phrases(int argc, char **argv)
{
    struct options options;
    struct database database;
    int exit_code;

    if (!options_read(&phrases_form, argc, argv, &options, &exit_code))
        return exit_code;
    exit_code = database_open(&database, "phrases", false) ? list(&database, &options) : EXIT_FAILED;
    database_close(&database);
    return exit_code;
}
