/*
 * workshop_store - a workshop's password and contacts as they are stored, sealed and bound to its code
 */
#pragma once

#include <h2o/memory.h>

#include "core/fault.h"
#include "core/keys.h"

/* argon2id with 19 MiB and two passes: tens of milliseconds, never on a loop. */
enum { PASSWORD_HASH_TEXT = 128 };
bool MUST_CHECK workshop_password_hash(const char *password, char hash[PASSWORD_HASH_TEXT]);
bool MUST_CHECK workshop_password_holds(const char *password, const char hash[PASSWORD_HASH_TEXT]);

/* As bytea parameters; `contacts` is JSON. */
const char *workshop_password_seal(h2o_mem_pool_t *pool, const struct keys *keys, const char *code,
                                   const char *hash);
const char *workshop_contacts_seal(h2o_mem_pool_t *pool, const struct keys *keys, const char *code,
                                   const char *contacts);

bool MUST_CHECK workshop_password_open(const struct keys *keys, const char *code, h2o_iovec_t sealed,
                                       char hash[PASSWORD_HASH_TEXT]);

/* What signed calls are signed with, bound to the key's id: as a bytea parameter; NULL for what was not
 * sealed here. */
const char *workshop_secret_seal(h2o_mem_pool_t *pool, const struct keys *keys, const char *app_id,
                                 const char *secret);
const char *workshop_secret_open(h2o_mem_pool_t *pool, const struct keys *keys, const char *app_id,
                                 h2o_iovec_t sealed);

/* NULL for what was not sealed here; text from `pool`. */
const char *workshop_contacts_open(h2o_mem_pool_t *pool, const struct keys *keys, const char *code,
                                   h2o_iovec_t sealed);
