/*
 * account_store - what is known of an owner, as parameters: indexes, hashes and sealed values
 *
 * All give bytea parameters in memory of `pool`.
 */
#pragma once

#include <h2o/memory.h>

#include "core/keys.h"

const char *phone_index_text(h2o_mem_pool_t *pool, const struct keys *keys, const char *phone);
const char *phone_sealed_text(h2o_mem_pool_t *pool, const struct keys *keys, const char *phone);
const char *address_index_text(h2o_mem_pool_t *pool, const struct keys *keys, const char *address);

/* Bound to the ticket of the browser that asked for it. */
const char *code_hash_text(h2o_mem_pool_t *pool, const struct keys *keys, h2o_iovec_t ticket,
                           const char *code);
const char *token_hash_text(h2o_mem_pool_t *pool, const struct keys *keys, h2o_iovec_t token);

/* A message to a telephone, as the gateway gets it; and sealed, for the outbox. */
h2o_iovec_t outbox_message(h2o_mem_pool_t *pool, const char *phone, const char *words);
const char *outbox_body_text(h2o_mem_pool_t *pool, const struct keys *keys, const char *phone,
                             const char *words);

/* The network of a session, bound to the session's hash as it is stored ("\x…"); and back, NULL when it does
 * not open. */
const char *network_sealed_text(h2o_mem_pool_t *pool, const struct keys *keys, const char *session,
                                const char *network);
const char *network_open(h2o_mem_pool_t *pool, const struct keys *keys, const char *session,
                         h2o_iovec_t sealed);

/* The number of one that is stored, its blind index and then the seal; NULL when it does not open. */
const char *phone_open(h2o_mem_pool_t *pool, const struct keys *keys, h2o_iovec_t stored);
