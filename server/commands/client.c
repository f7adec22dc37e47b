#include "commands/command.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include <sodium.h>

#include "commands/database.h"
#include "commands/options.h"
#include "core/seal.h"
#include "store/clients.h"

enum { NAME, AUDIENCE, PUBLIC_ID = 17, LONGEST_NAME = 200 };

/* clang-format off */
static const struct option_row add_rows[] = {
    [NAME]     = {"name", "NAME", "who it is, for people", NULL, 0, 0, true},
    [AUDIENCE] = {"audience", "WHO", "what it may see: platform", "platform", 0, 0, false},
};

static const struct command_form client_form = {
    "client", "add|list|revoke",
    "Clients of the API. `add` prints client_id and client_secret, once: only a hash of the secret is kept.\n"
    "`list` prints all; `revoke ID` ends one and its tokens at once.",
    "chedang client add --name \"Used cars Ltd\" --audience platform", NULL, 0, 0, OPTIONS_MAX,
};

static const struct command_form add_form = {
    "client add", "[options]", "Makes a client of the API and prints client_id and client_secret, once.",
    "chedang client add --name \"Used cars Ltd\" --audience platform",
    add_rows, sizeof(add_rows) / sizeof(add_rows[0]), 0, 0,
};

static const struct command_form list_form = {
    "client list", "", "Prints every client: client_id, audience, since, revoked, name; a tab between them.",
    "chedang client list", NULL, 0, 0, 0,
};

static const struct command_form revoke_form = {
    "client revoke", "ID", "Ends a client: it gets no more tokens, and those that it has are void at once.",
    "chedang client revoke 0123456789abcdef", NULL, 0, 1, 1,
};
/* clang-format on */

static int fail(const struct database *database)
{
    if (database->sentence[0] != '\0')
        fprintf(stderr, "chedang client: %s.\n", database->sentence);
    return EXIT_FAILED;
}

static bool valid(const struct options *options)
{
    const char *name = options->text[NAME], *audience = options->text[AUDIENCE];

    if (strcmp(audience, "platform") != 0)
        fprintf(stderr, "chedang client: --audience is platform; there is no other yet.\n");
    else if (*name == '\0' || strlen(name) > LONGEST_NAME || strpbrk(name, "\t\r\n") != NULL)
        fprintf(stderr, "chedang client: --name is a line of 1 to %d bytes.\n", LONGEST_NAME);
    else
        return true;
    return false;
}

static int add_client(struct database *database, const struct options *options)
{
    char id[TICKET_TEXT], secret[TOKEN_TEXT], hash_text[2 + 2 * HASH_BYTES + 1] = "\\x";
    PGresult *result;

    ticket_new(id);
    id[PUBLIC_ID - 1] = '\0';
    token_new(secret);
    struct keyed_hash hash = keyed_hash(database->keys, KEY_TOKEN, secret, strlen(secret));
    sodium_bin2hex(hash_text + 2, sizeof(hash_text) - 2, hash.bytes, sizeof(hash.bytes));
    result = database_run(database, QUERY_CLIENT_INSERT,
                          (const char *[]){id, options->text[NAME], options->text[AUDIENCE], hash_text});
    if (result != NULL)
        printf("client_id=%s\nclient_secret=%s\n", id, secret);
    sodium_memzero(secret, sizeof(secret));
    PQclear(result);
    return result != NULL && fflush(stdout) == 0 ? EXIT_DONE : fail(database);
}

static int list_clients(struct database *database, const struct options *options)
{
    PGresult *result = database_run(database, QUERY_CLIENT_LIST, NULL);

    (void)options;
    for (int row = 0; result != NULL && row < PQntuples(result); row++)
        for (int column = 0; column < PQnfields(result); column++)
            printf("%s%c", PQgetvalue(result, row, column), column + 1 < PQnfields(result) ? '\t' : '\n');
    PQclear(result);
    return result != NULL && fflush(stdout) == 0 ? EXIT_DONE : fail(database);
}

/* A server that asked just before still believes what it heard: "done" is said when none does any more. */
static void wait_until_disbelieved(void)
{
    nanosleep(&(struct timespec){TRUST_MS / 1000, TRUST_MS % 1000 * 1000000L}, NULL);
}

static int revoke_client(struct database *database, const struct options *options)
{
    PGresult *result = database_run(database, QUERY_CLIENT_REVOKE, (const char *[]){options->operands[0]});
    bool was_there = result != NULL && PQntuples(result) == 1;

    if (result != NULL && !was_there)
        fprintf(stderr, "chedang client: there is no such client, or it is revoked already.\n");
    PQclear(result);
    if (!was_there)
        return fail(database);
    wait_until_disbelieved();
    return EXIT_DONE;
}

static const struct {
    const char *name;
    const struct command_form *form;
    int (*run)(struct database *database, const struct options *options);
    bool with_keys;
} verbs[] = {
    {"add",    &add_form,    add_client,    true },
    {"list",   &list_form,   list_clients,  false},
    {"revoke", &revoke_form, revoke_client, false},
};

int command_client(int argc, char **argv)
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
        bool open = database_open(&database, "client", verbs[i].with_keys);
        exit_code = open ? verbs[i].run(&database, &options) : EXIT_FAILED;
        database_close(&database);
        return exit_code;
    }
    if (!options_read(&client_form, argc, argv, &options, &exit_code))
        return exit_code;
    fprintf(stderr, "chedang client: add, list or revoke? Try: chedang client --help\n");
    return EXIT_MISUSED;
}
