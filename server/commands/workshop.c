#include "commands/command.h"

#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "commands/database.h"
#include "commands/options.h"
#include "core/seal.h"
#include "store/workshop_store.h"

enum { APP_ID_LENGTH = 16 };

/* clang-format off */
static const struct command_form workshop_form = {
    "workshop", "key|key-end",
    "Keys by which a workshop's program signs what it sends. `key CODE` prints one, once: only a sealed copy of\n"
    "its secret is kept. `key-end APP-ID` ends one at once; a workshop may have several.",
    "chedang workshop key 310115000000001", NULL, 0, 0, OPTIONS_MAX,
};

static const struct command_form key_form = {
    "workshop key", "CODE", "Makes a key for the workshop with this code and prints appId and secret, once.",
    "chedang workshop key 310115000000001", NULL, 0, 1, 1,
};

static const struct command_form end_form = {
    "workshop key-end", "APP-ID", "Ends a key: what is signed with it is refused from now on.",
    "chedang workshop key-end 0123456789abcdef", NULL, 0, 1, 1,
};
/* clang-format on */

static int fail(const struct database *database)
{
    if (database->sentence[0] != '\0')
        fprintf(stderr, "chedang workshop: %s.\n", database->sentence);
    return EXIT_FAILED;
}

static int make_key(struct database *database, const struct options *options)
{
    char app_id[TICKET_TEXT], secret[TICKET_TEXT];
    h2o_mem_pool_t pool;

    ticket_new(app_id);
    app_id[APP_ID_LENGTH] = '\0';
    ticket_new(secret);
    h2o_mem_init_pool(&pool);
    PGresult *result =
        database_run(database, QUERY_WORKSHOP_KEY_INSERT,
                     (const char *[]){app_id, workshop_secret_seal(&pool, database->keys, app_id, secret),
                                      options->operands[0]});
    h2o_mem_clear_pool(&pool);
    bool made = result != NULL && PQntuples(result) == 1;
    if (made)
        printf("appId=%s\nsecret=%s\n", app_id, secret);
    else if (result != NULL)
        fprintf(stderr, "chedang workshop: there is no workshop with this code.\n");
    sodium_memzero(secret, sizeof(secret));
    PQclear(result);
    return made && fflush(stdout) == 0 ? EXIT_DONE : fail(database);
}

static int end_key(struct database *database, const struct options *options)
{
    PGresult *result = database_run(database, QUERY_WORKSHOP_KEY_END, (const char *[]){options->operands[0]});
    bool was_there = result != NULL && PQntuples(result) == 1;

    if (result != NULL && !was_there)
        fprintf(stderr, "chedang workshop: there is no such key, or it has ended already.\n");
    PQclear(result);
    return was_there ? EXIT_DONE : fail(database);
}

static const struct {
    const char *name;
    const struct command_form *form;
    int (*run)(struct database *database, const struct options *options);
    bool with_keys;
} verbs[] = {
    {"key",     &key_form, make_key, true },
    {"key-end", &end_form, end_key,  false},
};

int command_workshop(int argc, char **argv)
{
    struct database database = {0};
    struct options options;
    int exit_code;

    for (size_t i = 0; argc > 1 && i < sizeof(verbs) / sizeof(verbs[0]); i++) {
        if (strcmp(argv[1], verbs[i].name) != 0)
            continue;
        if (!options_read(verbs[i].form, argc - 1, argv + 1, &options, &exit_code))
            return exit_code;
        bool open = database_open(&database, "workshop", verbs[i].with_keys);
        exit_code = open ? verbs[i].run(&database, &options) : EXIT_FAILED;
        database_close(&database);
        return exit_code;
    }
    if (!options_read(&workshop_form, argc, argv, &options, &exit_code))
        return exit_code;
    fprintf(stderr, "chedang workshop: key or key-end? Try: chedang workshop --help\n");
    return EXIT_MISUSED;
}
