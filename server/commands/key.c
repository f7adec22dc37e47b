#include "commands/key.h"

#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "commands/command.h"
#include "core/seal.h"
#include "store/certificate_store.h"

enum { ROTATE_NOW };
enum { END_FROM, END_REASON, LONGEST_REASON = 200 };

/* clang-format off */
static const struct option_row rotate_rows[] = {
    [ROTATE_NOW] = {"now", NULL, "it signs at once, as after the present one had to be ended", NULL, 0, 0, false},
};
static const struct option_row end_rows[] = {
    [END_FROM]   = {"from", "TIME", "since when somebody else may have had it, which is seldom now: 2026-11-27T08:00:00Z", NULL, 0, 0, true},
    [END_REASON] = {"reason", "WORDS", "why, for whoever reads `key list`", NULL, 0, 0, true},
};

static const struct command_form key_form = {
    "key", "rotate|list|end|root|trust-list",
    "Keys that certificates are signed with. `rotate` makes the next one; `list` prints all; `end KID` ends one\n"
    "that somebody else may have. `root` makes the root key, which is kept away from here and signs the list\n"
    "of trusted keys: `trust-list` makes that list, after each `rotate` and `end`, and before it is due.",
    "chedang key rotate", NULL, 0, 0, OPTIONS_MAX,
};
static const struct command_form rotate_form = {
    "key rotate", "[options]",
    "Makes the next key. It signs in seven days, so that verifiers can have it first, or when the present one\n"
    "ends, if that is sooner; at once where none signs now. A key signs for 90 days, and is trusted until the last\n"
    "certificate that it signed has expired.",
    "chedang key rotate", rotate_rows, sizeof(rotate_rows) / sizeof(rotate_rows[0]), 0, 0,
};
static const struct command_form list_form = {
    "key list", "",
    "Prints every key: kid, what it does (signs, waits, trusted, over, ended), from when it signs, until when,\n"
    "until when it is trusted, from when it is ended, why; a tab between them.",
    "chedang key list", NULL, 0, 0, 0,
};
static const struct command_form end_form = {
    "key end", "KID [options]",
    "Ends a key: it signs no more, and what it signed from a moment on is trusted no more. What it signed before is\n"
    "trusted where the log proves it. Of a key that was ended the moment can be moved back only.",
    "chedang key end KID --from 2026-11-27T08:00:00Z --reason \"the machine was stolen\"",
    end_rows, sizeof(end_rows) / sizeof(end_rows[0]), 1, 1,
};
/* clang-format on */

int key_fail(const struct database *database)
{
    if (database->sentence[0] != '\0')
        fprintf(stderr, "chedang key: %s.\n", database->sentence);
    return EXIT_FAILED;
}

static int rotate(struct database *database, const struct options *options)
{
    uint8_t public_key[PUBLIC_KEY_BYTES], seed[SEED_BYTES], secret[crypto_sign_SECRETKEYBYTES];
    char kid[THUMBPRINT_TEXT];
    h2o_mem_pool_t pool;
    PGresult *result;

    do { /* one that `key end` does not take for an option */
        randombytes_buf(seed, sizeof(seed));
        crypto_sign_seed_keypair(public_key, secret, seed);
        public_key_thumbprint(public_key, kid);
    } while (kid[0] == '-');
    h2o_mem_init_pool(&pool);
    result = database_run(database, QUERY_CERTIFICATE_KEY_INSERT,
                          (const char *[]){kid, bytea_text(&pool, public_key, sizeof(public_key)),
                                           signing_seed_seal(&pool, database->keys, kid, seed),
                                           options->text[ROTATE_NOW] == NULL ? "f" : "t"});
    h2o_mem_clear_pool(&pool);
    sodium_memzero(seed, sizeof(seed));
    sodium_memzero(secret, sizeof(secret));
    bool made = result != NULL && PQntuples(result) == 1;
    if (made)
        printf("kid=%s\nsigns_from=%s\n", kid, PQgetvalue(result, 0, 0));
    else if (result != NULL)
        fprintf(stderr, "chedang key: one waits already to sign; chedang key list prints it.\n");
    PQclear(result);
    return made && fflush(stdout) == 0 ? EXIT_DONE : key_fail(database);
}

static int list(struct database *database, const struct options *options)
{
    PGresult *result = database_run(database, QUERY_CERTIFICATE_KEY_LIST, NULL);

    (void)options;
    for (int row = 0; result != NULL && row < PQntuples(result); row++)
        for (int column = 0; column < PQnfields(result); column++)
            printf("%s%c", PQgetvalue(result, row, column), column + 1 < PQnfields(result) ? '\t' : '\n');
    PQclear(result);
    return result != NULL && fflush(stdout) == 0 ? EXIT_DONE : key_fail(database);
}

static int end(struct database *database, const struct options *options)
{
    const char *reason = options->text[END_REASON];

    if (*reason == '\0' || strlen(reason) > LONGEST_REASON || strpbrk(reason, "\t\r\n") != NULL) {
        fprintf(stderr, "chedang key: --reason is a line of 1 to %d bytes.\n", LONGEST_REASON);
        return EXIT_MISUSED;
    }
    PGresult *result = database_run(database, QUERY_CERTIFICATE_KEY_END,
                                    (const char *[]){options->operands[0], options->text[END_FROM], reason});
    bool ended = result != NULL && PQntuples(result) == 1;

    if (result != NULL && !ended)
        fprintf(stderr,
                "chedang key: there is no such key, it was ended before, or --from is still to come.\n");
    PQclear(result);
    return ended ? EXIT_DONE : key_fail(database);
}

static int root(struct database *database, const struct options *options)
{
    (void)database;
    return key_root(options);
}

static const struct {
    const char *name;
    const struct command_form *form;
    int (*run)(struct database *database, const struct options *options);
    bool with_database, with_keys;
} verbs[] = {
    {"rotate", &rotate_form,   rotate, true,  true },
    {"list",   &list_form,     list,   true,  false},
    {"end",    &end_form,      end,    true,  false},
    {"root",   &key_root_form, root,   false, false},
};

int command_key(int argc, char **argv)
{
    struct database database = {0};
    struct options options;
    int exit_code;

    if (argc > 1 && strcmp(argv[1], "trust-list") == 0)
        return key_trust_list(argc - 1, argv + 1);
    for (size_t i = 0; argc > 1 && i < sizeof(verbs) / sizeof(verbs[0]); i++) {
        if (strcmp(argv[1], verbs[i].name) != 0)
            continue;
        if (!options_read(verbs[i].form, argc - 1, argv + 1, &options, &exit_code))
            return exit_code;
        bool open = !verbs[i].with_database || database_open(&database, "key", verbs[i].with_keys);
        exit_code = open ? verbs[i].run(&database, &options) : EXIT_FAILED;
        if (verbs[i].with_database)
            database_close(&database);
        return exit_code;
    }
    if (!options_read(&key_form, argc, argv, &options, &exit_code))
        return exit_code;
    fprintf(stderr, "chedang key: rotate, list, end, root or trust-list? Try: chedang key --help\n");
    return EXIT_MISUSED;
}
