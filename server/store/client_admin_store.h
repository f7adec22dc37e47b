/*
 * client_admin_store - the second factor of a client's administrator as it is stored
 *
 * The authenticator's key is sealed and bound to where it stands: to the ticket of a sign-in while nobody has
 * confirmed it, then to the administrator. Recovery codes are kept as keyed hashes, bound to the latter.
 */
#pragma once

#include <h2o/memory.h>

#include "core/fault.h"
#include "core/keys.h"
#include "core/totp.h"

enum totp_of { TOTP_OF_TICKET, TOTP_OF_ADMIN };

/* As a bytea parameter. `row`: the ticket's hash as it is stored ("\x…"), or the administrator's id. */
const char *totp_seal(h2o_mem_pool_t *pool, const struct keys *keys, enum totp_of whose, const char *row,
                      const uint8_t key[TOTP_KEY_BYTES]);
bool MUST_CHECK totp_open(const struct keys *keys, enum totp_of whose, const char *row, h2o_iovec_t sealed,
                          uint8_t key[TOTP_KEY_BYTES]);

/* Fifty bits of chance, "ABCDE-FGH23". */
enum { RECOVERY_CODES = 10, RECOVERY_TEXT = 12 };
void recovery_code_new(char code[RECOVERY_TEXT]);

/* What somebody typed as such a code, whatever the case and with or without the dash; false for what is none.
 */
bool MUST_CHECK recovery_code_read(const char *typed, char code[RECOVERY_TEXT]);

const char *recovery_hash_text(h2o_mem_pool_t *pool, const struct keys *keys, const char *admin,
                               const char *code);
