/*
 * bearer - tokens of platforms, of which made-up ones are known without asking anybody
 *
 * 32 random bytes as base64url, then half of a SipHash-2-4 of these characters as 16 hex digits. The tag says
 * only that a token was made here; whether it counts still is PostgreSQL's to say.
 */
#pragma once

#include <h2o/memory.h>

#include "core/keys.h"

enum { BEARER_TEXT = 43 + 16 + 1 };

void bearer_new(const struct keys *keys, char text[BEARER_TEXT]);

bool bearer_is_ours(const struct keys *keys, h2o_iovec_t token);
