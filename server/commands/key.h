/*
 * key - what the sub-commands of `chedang key` share
 */
#pragma once

#include "commands/database.h"
#include "commands/options.h"
#include "core/public_key.h"

enum { ROOT_SEED_BYTES = 32 };

/* The exit code after a statement that failed, and its sentence. */
int key_fail(const struct database *database);

/* The offline root key: a file of one line that only its owner may read. */
extern const struct command_form key_root_form, key_trust_list_form;
int key_root(const struct options *options);
int key_trust_list(struct database *database, const struct options *options);
