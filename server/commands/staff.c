#include "commands/command.h"

#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "commands/database.h"
#include "commands/options.h"
#include "core/seal.h"
#include "store/staff_store.h"

enum { NAME, ROLE, PASSWORD_LENGTH = 24 };

/* clang-format off */
static const struct option_row add_rows[] = {
    [NAME] = {"name", "NAME", "what they sign in with", NULL, 0, 0, true},
    [ROLE] = {"role", "ROLE", "what they may do: reviewer or supervisor", NULL, 0, 0, true},
};

static const struct command_form staff_form = {
    "staff", "add|list|end",
    "People of the authority. `add` prints a password, once: only a sealed hash of it is kept.\n"
    "`list` prints all; `end NAME` ends somebody's access and sessions at once.",
    "chedang staff add --name \"Li Na\" --role reviewer", NULL, 0, 0, OPTIONS_MAX,
};

static const struct command_form add_form = {
    "staff add", "[options]",
    "Lets somebody of the authority in and prints the password, once. Reviewers decide about documents,\n"
    "supervisors about what workshops leave unanswered. Names are not given twice.",
    "chedang staff add --name \"Li Na\" --role reviewer",
    add_rows, sizeof(add_rows) / sizeof(add_rows[0]), 0, 0,
};

static const struct command_form list_form = {
    "staff list", "", "Prints everybody: role, since, ended, name; a tab between them.",
    "chedang staff list", NULL, 0, 0, 0,
};

static const struct command_form end_form = {
    "staff end", "NAME", "Ends somebody's access: no more signing in, and open sessions are void at once.",
    "chedang staff end \"Li Na\"", NULL, 0, 1, 1,
};
/* clang-format on */

static int fail(const struct database *database)
{
    if (database->sentence[0] != '\0')
        fprintf(stderr, "chedang staff: %s.\n", database->sentence);
    return EXIT_FAILED;
}

static bool valid(const struct options *options)
{
    const char *role = options->text[ROLE];

    if (strcmp(role, "reviewer") != 0 && strcmp(role, "supervisor") != 0)
        fprintf(stderr, "chedang staff: --role is reviewer or supervisor.\n");
    else if (!option_is_name(options->text[NAME]))
        fprintf(stderr, "chedang staff: --name is a line of 1 to %d bytes.\n", NAME_MOST);
    else
        return true;
    return false;
}

static int add_staff(struct database *database, const struct options *options)
{
    const char *name = options->text[NAME];
    char password[TOKEN_TEXT], hash[PASSWORD_HASH_TEXT];
    h2o_mem_pool_t pool;
    PGresult *result;

    token_new(password);
    password[PASSWORD_LENGTH] = '\0';
    if (!workshop_password_hash(password, hash)) {
        fprintf(stderr, "chedang staff: there is not enough memory to hash a password.\n");
        return EXIT_FAILED;
    }
    h2o_mem_init_pool(&pool);
    result = database_run(
        database, QUERY_STAFF_INSERT,
        (const char *[]){name, options->text[ROLE],
                         staff_password_seal(&pool, database->keys, PASSWORD_OF_STAFF, name, hash)});
    h2o_mem_clear_pool(&pool);
    bool made = result != NULL && PQntuples(result) == 1;
    if (made)
        printf("name=%s\nrole=%s\npassword=%s\n", name, options->text[ROLE], password);
    else if (result != NULL)
        fprintf(stderr, "chedang staff: this name is taken.\n");
    sodium_memzero(password, sizeof(password));
    PQclear(result);
    return made && fflush(stdout) == 0 ? EXIT_DONE : fail(database);
}

static int list_staff(struct database *database, const struct options *options)
{
    PGresult *result = database_run(database, QUERY_STAFF_LIST, NULL);

    (void)options;
    for (int row = 0; result != NULL && row < PQntuples(result); row++)
        for (int column = 0; column < PQnfields(result); column++)
            printf("%s%c", PQgetvalue(result, row, column), column + 1 < PQnfields(result) ? '\t' : '\n');
    PQclear(result);
    return result != NULL && fflush(stdout) == 0 ? EXIT_DONE : fail(database);
}

static int end_staff(struct database *database, const struct options *options)
{
    PGresult *result = database_run(database, QUERY_STAFF_END, (const char *[]){options->operands[0]});
    bool was_there = result != NULL && PQntuples(result) == 1;

    if (result != NULL && !was_there)
        fprintf(stderr, "chedang staff: there is nobody of this name, or their access has ended already.\n");
    PQclear(result);
    return was_there ? EXIT_DONE : fail(database);
}

static const struct {
    const char *name;
    const struct command_form *form;
    int (*run)(struct database *database, const struct options *options);
    bool with_keys;
} verbs[] = {
    {"add",  &add_form,  add_staff,  true },
    {"list", &list_form, list_staff, false},
    {"end",  &end_form,  end_staff,  false},
};

int command_staff(int argc, char **argv)
{
    struct database database = {0};
    struct options options;
    int exit_code;

    for (size_t i = 0; argc > 1 && i < sizeof(verbs) / sizeof(verbs[0]); i++) {
        if (strcmp(argv[1], verbs[i].name) != 0)
            continue;
        if (!options_read(verbs[i].form, argc - 1, argv + 1, &options, &exit_code))
            return exit_code;
        if (verbs[i].form == &add_form && !valid(&options))
            return EXIT_MISUSED;
        bool open = database_open(&database, "staff", verbs[i].with_keys);
        exit_code = open ? verbs[i].run(&database, &options) : EXIT_FAILED;
        database_close(&database);
        return exit_code;
    }
    if (!options_read(&staff_form, argc, argv, &options, &exit_code))
        return exit_code;
    fprintf(stderr, "chedang staff: add, list or end? Try: chedang staff --help\n");
    return EXIT_MISUSED;
}
