#include <stdio.h>
#include <string.h>

#include "commands/client.h"

/* clang-format off */
const struct command_form client_workshop_add_form = {
    "client workshop-add", "ID CODE",
    "Notes that a workshop has its records sent by this vendor, which may do so from now on.",
    "chedang client workshop-add 0123456789abcdef 310115000000001", NULL, 0, 2, 2,
};

const struct command_form client_workshop_list_form = {
    "client workshop-list", "ID",
    "Prints the workshops that have named a vendor: code, since, until, name; a tab between them.",
    "chedang client workshop-list 0123456789abcdef", NULL, 0, 1, 1,
};

const struct command_form client_workshop_end_form = {
    "client workshop-end", "ID CODE", "Ends that a vendor sends the records of a workshop, at once.",
    "chedang client workshop-end 0123456789abcdef 310115000000001", NULL, 0, 2, 2,
};
/* clang-format on */

static PGresult *ask(struct database *database, enum query query, const struct options *options)
{
    return database_run(database, query, (const char *[]){options->operands[0], options->operands[1]});
}

int client_workshop_add(struct database *database, const struct options *options)
{
    PGresult *result = ask(database, QUERY_CLIENT_WORKSHOP_ADD, options);
    const char *fate = result == NULL ? "" : PQgetvalue(result, 0, 0);
    bool named = strcmp(fate, "named") == 0;

    if (strcmp(fate, "no_vendor") == 0)
        fprintf(stderr, "chedang client: there is no such vendor, or it is revoked.\n");
    else if (strcmp(fate, "no_workshop") == 0)
        fprintf(stderr, "chedang client: there is no workshop with this code.\n");
    PQclear(result);
    return named ? EXIT_DONE : client_fail(database);
}

int client_workshop_list(struct database *database, const struct options *options)
{
    return client_print(
        database, database_run(database, QUERY_CLIENT_WORKSHOP_LIST, (const char *[]){options->operands[0]}));
}

int client_workshop_end(struct database *database, const struct options *options)
{
    return client_ended(database, ask(database, QUERY_CLIENT_WORKSHOP_END, options),
                        "this workshop does not have its records sent by this vendor");
}
