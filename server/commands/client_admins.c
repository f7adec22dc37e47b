#include <stdio.h>
#include <string.h>

#include <h2o/memory.h>
#include <sodium.h>

#include "commands/client.h"
#include "store/staff_store.h"

enum { NAME, PASSWORD_LENGTH = 24 };

/* clang-format off */
static const struct option_row add_rows[] = {
    [NAME] = {"name", "NAME", "what they sign in with", NULL, 0, 0, true},
};

const struct command_form client_admin_add_form = {
    "client admin-add", "ID [options]",
    "Lets somebody manage a client's keys and see what it used, in a browser (/platform), and prints the\n"
    "password, once. At the first sign-in they enrol an authenticator. Names are not given twice.",
    "chedang client admin-add 0123456789abcdef --name \"wang@used-cars.example\"",
    add_rows, sizeof(add_rows) / sizeof(add_rows[0]), 1, 1,
};

const struct command_form client_admin_list_form = {
    "client admin-list", "",
    "Prints every administrator: client_id, since, ended, new or enrolled, name; a tab between them.",
    "chedang client admin-list", NULL, 0, 0, 0,
};

const struct command_form client_admin_end_form = {
    "client admin-end", "NAME",
    "Ends an administrator's access: no more signing in, and open sessions are void at once.",
    "chedang client admin-end \"wang@used-cars.example\"", NULL, 0, 1, 1,
};
/* clang-format on */

static PGresult *insert(struct database *database, const char *client, const char *name, const char *hash)
{
    h2o_mem_pool_t pool;

    h2o_mem_init_pool(&pool);
    const char *sealed = staff_password_seal(&pool, database->keys, PASSWORD_OF_CLIENT_ADMIN, name, hash);
    PGresult *result =
        database_run(database, QUERY_CLIENT_ADMIN_INSERT, (const char *[]){client, name, sealed});
    h2o_mem_clear_pool(&pool);
    return result;
}

int client_admin_add(struct database *database, const struct options *options)
{
    const char *name = options->text[NAME];
    char password[TOKEN_TEXT], hash[PASSWORD_HASH_TEXT];

    if (!option_is_name(name)) {
        fprintf(stderr, "chedang client: --name is a line of 1 to %d bytes.\n", NAME_MOST);
        return EXIT_MISUSED;
    }
    token_new(password);
    password[PASSWORD_LENGTH] = '\0';
    if (!workshop_password_hash(password, hash)) {
        fprintf(stderr, "chedang client: there is not enough memory to hash a password.\n");
        return EXIT_FAILED;
    }
    PGresult *result = insert(database, options->operands[0], name, hash);
    bool found = result != NULL && PQntuples(result) == 1;
    bool made = found && *PQgetvalue(result, 0, 0) == 't';
    if (made)
        printf("name=%s\npassword=%s\n", name, password);
    else if (result != NULL)
        fprintf(stderr, found ? "chedang client: this name is taken.\n"
                              : "chedang client: there is no such client, or it is revoked.\n");
    sodium_memzero(password, sizeof(password));
    PQclear(result);
    return made && fflush(stdout) == 0 ? EXIT_DONE : client_fail(database);
}

int client_admin_list(struct database *database, const struct options *options)
{
    (void)options;
    return client_print(database, database_run(database, QUERY_CLIENT_ADMIN_LIST, NULL));
}

int client_admin_end(struct database *database, const struct options *options)
{
    PGresult *result = database_run(database, QUERY_CLIENT_ADMIN_END, (const char *[]){options->operands[0]});
    bool was_there = result != NULL && PQntuples(result) == 1;

    if (result != NULL && !was_there)
        fprintf(
            stderr,
            "chedang client: there is no administrator of this name, or their access has ended already.\n");
    PQclear(result);
    return was_there ? EXIT_DONE : client_fail(database);
}
