/*
 * key - what the sub-commands of `chedang key` share
 */
#pragma once

#include <h2o/memory.h>

#include "certificate/trust.h"
#include "commands/database.h"
#include "commands/options.h"
#include "core/public_key.h"

enum { ROOT_SEED_BYTES = 32 };

struct trust_signing {
    const char *root; /* its file */
    long days;        /* until the next list is due */
    bool yes;
};

/* The exit code after a statement that failed, and its sentence. */
int key_fail(const struct database *database);

/* The offline root key: a file of one line that only its owner may read. */
extern const struct command_form key_root_form;
int key_root(const struct options *options);
/* False after a sentence. */
bool key_root_read(const char *path, uint8_t seed[ROOT_SEED_BYTES]);

/* `key trust-list` and what follows it; argv[0] is "trust-list". */
int key_trust_list(int argc, char **argv);

/* The trusted keys of the database's rows, each held against its own sealed seed; the host of CHEDANG_URL is
 * their issuer. False after a sentence. Memory from `pool`. */
bool key_trust_collect(struct database *database, h2o_mem_pool_t *pool, struct trust_list *list);

/*
 * Signs a list with the root whose file this is. What it says otherwise than the list that was signed last,
 * which is kept beside the root's file, is printed, and has to be confirmed, by somebody or by `yes`; what no
 * list may say is refused. False after a sentence. `bytes` from `pool`.
 */
bool key_trust_sign(h2o_mem_pool_t *pool, struct trust_list *list, const struct trust_signing *signing,
                    h2o_iovec_t *bytes);
