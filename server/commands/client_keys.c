#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "commands/client.h"
#include "core/public_key.h"

enum { DAYS, LABEL, PUBLIC, LONGEST_LABEL = 80 };

/* clang-format off */
static const struct option_row add_rows[] = {
    [DAYS]   = {"days", "N", "days until it expires", "365", 1, 3650, false},
    [LABEL]  = {"label", "WORDS", "what people call it", "", 0, 0, false},
    [PUBLIC] = {"public-key", "FILE", "an Ed25519 public key, JWK or PEM, in place of a new secret", "", 0, 0, false},
};

const struct command_form client_key_add_form = {
    "client key-add", "ID [options]",
    "Gives a client another key, of at most twenty: a public key for private_key_jwt, or a new secret, which is\n"
    "printed once. Those before go on until they expire, end, or are not used for ninety days.",
    "chedang client key-add 0123456789abcdef --public-key platform.pem --days 180",
    add_rows, sizeof(add_rows) / sizeof(add_rows[0]), 1, 1,
};

const struct command_form client_key_list_form = {
    "client key-list", "ID",
    "Prints a client's keys: kid, kind, since, until, last used, state, label; a tab between them.",
    "chedang client key-list 0123456789abcdef", NULL, 0, 1, 1,
};

const struct command_form client_key_end_form = {
    "client key-end", "KID", "Ends a key and the tokens that were got with it, at once.",
    "chedang client key-end 0123456789abcdef", NULL, 0, 1, 1,
};
/* clang-format on */

static bool read_public_key(const char *path, uint8_t key[PUBLIC_KEY_BYTES])
{
    char text[PUBLIC_KEY_TEXT_MOST];
    FILE *file = fopen(path, "r");
    size_t length = file == NULL ? 0 : fread(text, 1, sizeof(text), file);
    bool good = length > 0 && length < sizeof(text) && public_key_parse(text, length, key);

    if (file != NULL)
        fclose(file);
    if (!good)
        fprintf(stderr,
                "chedang client: --public-key is a file with an Ed25519 public key, as JWK or PEM.\n");
    return good;
}

static PGresult *insert(struct database *database, const struct options *options, const char *kid,
                        const char *kind, const char *proof)
{
    const char *values[] = {options->operands[0], kid, kind, proof, options->text[LABEL],
                            options->text[DAYS]};
    PGresult *result = database_run(database, QUERY_CLIENT_KEY_INSERT, values);

    if (result != NULL && PQntuples(result) == 0) {
        fprintf(stderr, "chedang client: there is no such client, or it has twenty keys.\n");
        PQclear(result);
        result = NULL;
    }
    return result;
}

static int add_public_key(struct database *database, const struct options *options)
{
    uint8_t key[PUBLIC_KEY_BYTES];
    char kid[THUMBPRINT_TEXT], text[BYTEA_TEXT] = "\\x";

    if (!read_public_key(options->text[PUBLIC], key))
        return EXIT_MISUSED;
    public_key_thumbprint(key, kid);
    sodium_bin2hex(text + 2, sizeof(text) - 2, key, sizeof(key));
    PGresult *result = insert(database, options, kid, "ed25519", text);
    if (result == NULL)
        return client_fail(database);
    printf("kid=%s\n", kid);
    PQclear(result);
    return fflush(stdout) == 0 ? EXIT_DONE : EXIT_FAILED;
}

static int add_secret(struct database *database, const struct options *options)
{
    char kid[KID_TEXT], secret[TOKEN_TEXT], hash_text[BYTEA_TEXT];

    client_secret_new(database, secret, kid, hash_text);
    PGresult *result = insert(database, options, kid, "secret", hash_text);
    if (result != NULL)
        printf("kid=%s\nclient_secret=%s\n", kid, secret);
    sodium_memzero(secret, sizeof(secret));
    if (result == NULL)
        return client_fail(database);
    PQclear(result);
    return fflush(stdout) == 0 ? EXIT_DONE : EXIT_FAILED;
}

int client_key_add(struct database *database, const struct options *options)
{
    const char *label = options->text[LABEL];

    if (strlen(label) > LONGEST_LABEL || strpbrk(label, "\t\r\n") != NULL) {
        fprintf(stderr, "chedang client: --label is a line of at most %d bytes.\n", LONGEST_LABEL);
        return EXIT_MISUSED;
    }
    return *options->text[PUBLIC] != '\0' ? add_public_key(database, options) : add_secret(database, options);
}

int client_key_list(struct database *database, const struct options *options)
{
    return client_print(
        database, database_run(database, QUERY_CLIENT_KEY_LIST, (const char *[]){options->operands[0]}));
}

int client_key_end(struct database *database, const struct options *options)
{
    return client_ended(database,
                        database_run(database, QUERY_CLIENT_KEY_END, (const char *[]){options->operands[0]}),
                        "there is no such key, or it has ended already");
}
