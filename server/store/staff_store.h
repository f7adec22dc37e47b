/*
 * staff_store - the password of somebody of the authority, or of a client's administrator, as it is stored:
 * sealed and bound to the table and the name
 *
 * Its hash is made and compared as a workshop's: workshop_password_hash(), workshop_password_holds().
 */
#pragma once

#include <h2o/memory.h>

#include "core/keys.h"
#include "store/workshop_store.h"

enum password_of { PASSWORD_OF_STAFF, PASSWORD_OF_CLIENT_ADMIN };

/* As a bytea parameter. */
const char *staff_password_seal(h2o_mem_pool_t *pool, const struct keys *keys, enum password_of whose,
                                const char *name, const char *hash);

/* The hash behind a sealed password. For one that does not open, and so for nobody's, a hash that no password
 * has, which takes as long to compare with. */
void staff_password_open(const struct keys *keys, enum password_of whose, const char *name,
                         h2o_iovec_t sealed, char hash[PASSWORD_HASH_TEXT]);
