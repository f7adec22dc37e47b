/*
 * webhook_store - a webhook's address, sealed as the column webhook.target of its row has it
 */
#pragma once

#include <h2o/memory.h>

#include "core/keys.h"

/* As a bytea parameter; and from the text of one: NULL when it does not open. From `pool`. */
const char *webhook_url_seal(h2o_mem_pool_t *pool, const struct keys *keys, const char *id, const char *url);
const char *webhook_url_open(h2o_mem_pool_t *pool, const struct keys *keys, const char *id, const char *text);
