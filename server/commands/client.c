#include "commands/client.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <sodium.h>

#include "commands/command.h"
#include "core/purpose.h"
#include "store/clients.h"

enum { PUBLIC_ID = 17, LONGEST_NAME = 200, LONGEST_ITEM = 64, PURPOSES_BYTES = 1024 };
enum { NAME, AUDIENCE, WORKSHOP, SANDBOX, UNKIND, ADD_DAYS, ADD_TERMS };
enum { TERMS_DAYS, TERMS_BURST, TERMS_DAY, TERMS_BULK, TERMS_PURPOSES, TERMS };

/* clang-format off */
#define TERMS_ROWS \
    {"contract-days", "N", "days that the contract is good for", "365", 1, 3650, false}, \
    {"burst", "N", "look-ups in ten seconds; 0: as the settings say", "0", 0, 100000000, false}, \
    {"day", "N", "look-ups in a day; 0: as the settings say", "0", 0, 1000000000, false}, \
    {"bulk", NULL, "it is expected to go through numbers, as who fills a register does, and is not slowed for it", NULL, 0, 0, false}, \
    {"purposes", "LIST", "what a platform may ask for, each with its look-ups in a day or without: finance=1000,insurance", \
     "used_car_listing,used_car_purchase,used_car_valuation,insurance,finance,other", 0, 0, false}

static const struct option_row add_rows[] = {
    [NAME]     = {"name", "NAME", "who it is, for people", NULL, 0, 0, true},
    [AUDIENCE] = {"audience", "WHO", "what it may: platform (look vehicles up), export (have certificates issued), workshop (send its records) or vendor (send those of workshops that name it)", "platform", 0, 0, false},
    [WORKSHOP] = {"workshop", "CODE", "with --audience workshop: whose it is", NULL, 0, 0, false},
    [SANDBOX]  = {"sandbox", NULL, "it may ask about the vehicles of the sandbox only", NULL, 0, 0, false},
    [UNKIND]   = {"unkind", NULL, "with --sandbox: now and then it is refused or kept waiting", NULL, 0, 0, false},
    [ADD_DAYS] = {"days", "N", "days until its first secret expires", "365", 1, 3650, false},
    TERMS_ROWS,
};

static const struct option_row contract_rows[] = {TERMS_ROWS};

static const struct command_form client_form = {
    "client", "add|list|revoke|contract|key-add|key-list|key-end|admin-add|admin-list|admin-end|\n"
              "              workshop-add|workshop-list|workshop-end",
    "Clients of the API. `add` prints client_id and client_secret, once: only a hash of the secret is kept.\n"
    "`list` prints all; `revoke ID` ends one and its tokens at once. `contract ID` makes the contract that\n"
    "counts from now on. A client may have several keys at a time, so that one can follow another:\n"
    "`key-add ID` makes a secret, or takes a public key; `key-list ID` prints all; `key-end KID` ends one.\n"
    "`admin-add ID` lets somebody do this in a browser and prints a password, once; `admin-list` prints all of\n"
    "them; `admin-end NAME` ends one. `workshop-add ID CODE` notes that a workshop has its records sent by this\n"
    "vendor; `workshop-list ID` prints all of them; `workshop-end ID CODE` ends it.",
    "chedang client add --name \"Used cars Ltd\" --audience platform", NULL, 0, 0, OPTIONS_MAX,
};

static const struct command_form add_form = {
    "client add", "[options]", "Makes a client of the API and prints client_id and client_secret, once.",
    "chedang client add --name \"Used cars Ltd\" --purposes used_car_listing,finance=1000",
    add_rows, sizeof(add_rows) / sizeof(add_rows[0]), 0, 0,
};

static const struct command_form contract_form = {
    "client contract", "ID [options]", "Makes a contract that counts from now on, in place of the one before.",
    "chedang client contract 0123456789abcdef --purposes finance=1000 --contract-days 90",
    contract_rows, sizeof(contract_rows) / sizeof(contract_rows[0]), 1, 1,
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

int client_fail(const struct database *database)
{
    if (database->sentence[0] != '\0')
        fprintf(stderr, "chedang client: %s.\n", database->sentence);
    return EXIT_FAILED;
}

/* Whom there are clients for, and what the contract of each has in place of purposes; NULL: some of these. */
static const struct {
    const char *name, *purpose;
} audiences[] = {
    {"platform", NULL          },
    {"export",   PURPOSE_EXPORT},
    {"workshop", PURPOSE_UPLOAD},
    {"vendor",   PURPOSE_UPLOAD},
};
enum { AUDIENCES = sizeof(audiences) / sizeof(audiences[0]) };

static size_t audience_of(const char *name)
{
    size_t i = 0;

    while (i < AUDIENCES && strcmp(name, audiences[i].name) != 0)
        i++;
    return i;
}

static bool valid(const struct options *options)
{
    const char *name = options->text[NAME], *audience = options->text[AUDIENCE];

    if (audience_of(audience) == AUDIENCES)
        fprintf(stderr, "chedang client: --audience is platform, export, workshop or vendor.\n");
    else if (*name == '\0' || strlen(name) > LONGEST_NAME || strpbrk(name, "\t\r\n") != NULL)
        fprintf(stderr, "chedang client: --name is a line of 1 to %d bytes.\n", LONGEST_NAME);
    else if (options->text[UNKIND] != NULL && options->text[SANDBOX] == NULL)
        fprintf(stderr, "chedang client: --unkind is for clients of the sandbox.\n");
    else if ((options->text[WORKSHOP] != NULL) != (strcmp(audience, "workshop") == 0))
        fprintf(stderr, "chedang client: --workshop goes with --audience workshop.\n");
    else if (options->text[SANDBOX] != NULL && audience_of(audience) > 1)
        fprintf(stderr, "chedang client: the sandbox takes no records.\n");
    else
        return true;
    return false;
}

/* "finance=1000,insurance" as PostgreSQL's array {finance=1000,insurance=0}; false after a sentence. */
static bool purposes_array(const char *list, char array[PURPOSES_BYTES])
{
    char *end = array;
    enum purpose purpose;

    *end++ = '{';
    for (size_t length; *list != '\0' && end - array < PURPOSES_BYTES - 2 * LONGEST_ITEM;
         list += length + (list[length] == ',')) {
        size_t code = strcspn(list, "=,");
        char *rest = NULL;
        long day = list[code] == '=' ? strtol(list + code + 1, &rest, 10) : 0;

        length = strcspn(list, ",");
        if (!purpose_parse(list, code, &purpose) || day < 0 || day > 1000000000 ||
            (rest != NULL && (rest != list + length || rest == list + code + 1))) {
            fprintf(stderr, "chedang client: --purposes are some of " PURPOSE_LIST
                            ", each with =N or without, a comma between.\n");
            return false;
        }
        end += sprintf(end, "%s%s=%ld", end == array + 1 ? "" : ",", purpose_code(purpose), day);
    }
    strcpy(end, "}");
    return *list == '\0' && end > array + 1;
}

void client_secret_new(const struct database *database, char secret[TOKEN_TEXT], char kid[KID_TEXT],
                       char hash_text[BYTEA_TEXT])
{
    char ticket[TICKET_TEXT];

    token_new(secret);
    ticket_new(ticket);
    snprintf(kid, KID_TEXT, "%.*s", KID_TEXT - 1, ticket);
    struct keyed_hash hash = keyed_hash(database->keys, KEY_TOKEN, secret, strlen(secret));
    strcpy(hash_text, "\\x");
    sodium_bin2hex(hash_text + 2, BYTEA_TEXT - 2, hash.bytes, sizeof(hash.bytes));
}

static int add_client(struct database *database, const struct options *options)
{
    const char *const *text = options->text, *const *terms = options->text + ADD_TERMS;
    char id[TICKET_TEXT], kid[KID_TEXT], secret[TOKEN_TEXT], hash_text[BYTEA_TEXT], purposes[PURPOSES_BYTES];
    PGresult *result;

    if (!valid(options) || !purposes_array(terms[TERMS_PURPOSES], purposes))
        return EXIT_MISUSED;
    const char *purpose = audiences[audience_of(text[AUDIENCE])].purpose;
    if (purpose != NULL)
        sprintf(purposes, "{%s=0}", purpose);
    ticket_new(id);
    id[PUBLIC_ID - 1] = '\0';
    client_secret_new(database, secret, kid, hash_text);
    result =
        database_run(database, QUERY_CLIENT_INSERT,
                     (const char *[]){id, text[NAME], text[AUDIENCE], text[SANDBOX] == NULL ? "f" : "t", kid,
                                      hash_text, text[ADD_DAYS], terms[TERMS_DAYS], terms[TERMS_BURST],
                                      terms[TERMS_DAY], purposes, text[UNKIND] == NULL ? "f" : "t",
                                      terms[TERMS_BULK] == NULL ? "f" : "t", text[WORKSHOP]});
    bool made = result != NULL && PQntuples(result) > 0;
    if (made)
        printf("client_id=%s\nclient_secret=%s\n", id, secret);
    else if (result != NULL)
        fprintf(stderr, "chedang client: there is no workshop with this code.\n");
    sodium_memzero(secret, sizeof(secret));
    PQclear(result);
    return made && fflush(stdout) == 0 ? EXIT_DONE : client_fail(database);
}

static int make_contract(struct database *database, const struct options *options)
{
    const char *const *terms = options->text;
    char purposes[PURPOSES_BYTES];

    if (!purposes_array(terms[TERMS_PURPOSES], purposes))
        return EXIT_MISUSED;
    PGresult *result =
        database_run(database, QUERY_CONTRACT_INSERT,
                     (const char *[]){options->operands[0], terms[TERMS_DAYS], terms[TERMS_BURST],
                                      terms[TERMS_DAY], purposes, terms[TERMS_BULK] == NULL ? "f" : "t"});
    bool made = result != NULL && PQntuples(result) > 0;

    if (result != NULL && !made)
        fprintf(stderr, "chedang client: there is no such client, or it is revoked.\n");
    PQclear(result);
    return made ? EXIT_DONE : client_fail(database);
}

int client_print(struct database *database, PGresult *result)
{
    for (int row = 0; result != NULL && row < PQntuples(result); row++)
        for (int column = 0; column < PQnfields(result); column++)
            printf("%s%c", PQgetvalue(result, row, column), column + 1 < PQnfields(result) ? '\t' : '\n');
    PQclear(result);
    return result != NULL && fflush(stdout) == 0 ? EXIT_DONE : client_fail(database);
}

static int list_clients(struct database *database, const struct options *options)
{
    (void)options;
    return client_print(database, database_run(database, QUERY_CLIENT_LIST, NULL));
}

/* A server that asked just before still believes what it heard: "done" is said when none does any more. */
static void wait_until_disbelieved(void)
{
    nanosleep(&(struct timespec){TRUST_MS / 1000, TRUST_MS % 1000 * 1000000L}, NULL);
}

int client_ended(struct database *database, PGresult *result, const char *missing)
{
    bool was_there = result != NULL && PQntuples(result) == 1;

    if (result != NULL && !was_there)
        fprintf(stderr, "chedang client: %s.\n", missing);
    PQclear(result);
    if (!was_there)
        return client_fail(database);
    wait_until_disbelieved();
    return EXIT_DONE;
}

static int revoke_client(struct database *database, const struct options *options)
{
    return client_ended(database,
                        database_run(database, QUERY_CLIENT_REVOKE, (const char *[]){options->operands[0]}),
                        "there is no such client, or it is revoked already");
}

static const struct {
    const char *name;
    const struct command_form *form;
    int (*run)(struct database *database, const struct options *options);
    bool with_keys;
} verbs[] = {
    {"add",           &add_form,                  add_client,           true },
    {"list",          &list_form,                 list_clients,         false},
    {"revoke",        &revoke_form,               revoke_client,        false},
    {"contract",      &contract_form,             make_contract,        false},
    {"key-add",       &client_key_add_form,       client_key_add,       true },
    {"key-list",      &client_key_list_form,      client_key_list,      false},
    {"key-end",       &client_key_end_form,       client_key_end,       false},
    {"admin-add",     &client_admin_add_form,     client_admin_add,     true },
    {"admin-list",    &client_admin_list_form,    client_admin_list,    false},
    {"admin-end",     &client_admin_end_form,     client_admin_end,     false},
    {"workshop-add",  &client_workshop_add_form,  client_workshop_add,  false},
    {"workshop-list", &client_workshop_list_form, client_workshop_list, false},
    {"workshop-end",  &client_workshop_end_form,  client_workshop_end,  false},
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
        bool open = database_open(&database, "client", verbs[i].with_keys);
        exit_code = open ? verbs[i].run(&database, &options) : EXIT_FAILED;
        database_close(&database);
        return exit_code;
    }
    if (!options_read(&client_form, argc, argv, &options, &exit_code))
        return exit_code;
    fprintf(
        stderr,
        "chedang client: add, list, revoke, contract, key-add, key-list, key-end, admin-add, "
        "admin-list, admin-end, workshop-add, workshop-list or workshop-end? Try: chedang client --help\n");
    return EXIT_MISUSED;
}
