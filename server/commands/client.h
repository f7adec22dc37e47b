/*
 * client - what the sub-commands of `chedang client` share
 */
#pragma once

#include "commands/database.h"
#include "commands/options.h"
#include "core/seal.h"

enum { BYTEA_TEXT = 2 + 2 * HASH_BYTES + 1, KID_TEXT = 17 };

/* The exit code after a statement that failed, and its sentence. */
int client_fail(const struct database *database);

/* Prints all rows, a tab between the columns; clears the result. */
int client_print(struct database *database, PGresult *result);

/* A new secret, what it is called, and its keyed hash as PostgreSQL reads it. */
void client_secret_new(const struct database *database, char secret[TOKEN_TEXT], char kid[KID_TEXT],
                       char hash_text[BYTEA_TEXT]);

/* The exit code of a statement that ends something, whose row says that it was there; clears the result.
 * Returns when no server believes it any more. */
int client_ended(struct database *database, PGresult *result, const char *missing);

extern const struct command_form client_key_add_form, client_key_list_form, client_key_end_form;
int client_key_add(struct database *database, const struct options *options);
int client_key_list(struct database *database, const struct options *options);
int client_key_end(struct database *database, const struct options *options);

extern const struct command_form client_admin_add_form, client_admin_list_form, client_admin_end_form;
int client_admin_add(struct database *database, const struct options *options);
int client_admin_list(struct database *database, const struct options *options);
int client_admin_end(struct database *database, const struct options *options);

extern const struct command_form client_workshop_add_form, client_workshop_list_form,
    client_workshop_end_form;
int client_workshop_add(struct database *database, const struct options *options);
int client_workshop_list(struct database *database, const struct options *options);
int client_workshop_end(struct database *database, const struct options *options);
