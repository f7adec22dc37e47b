#include "core/bearer.h"

#include <sodium.h>

#include "core/seal.h"

enum { RANDOM = TOKEN_TEXT - 1, TAG_BYTES = 8, TAG = 2 * TAG_BYTES };

_Static_assert((int)BEARER_TEXT == RANDOM + TAG + 1, "the layout of the header file");

static void tag_of(const struct keys *keys, const char *random, char text[TAG + 1])
{
    struct blind_index tag = short_index(keys, KEY_BEARER, random, RANDOM);

    sodium_bin2hex(text, TAG + 1, tag.bytes, TAG_BYTES);
}

void bearer_new(const struct keys *keys, char text[BEARER_TEXT])
{
    token_new(text);
    tag_of(keys, text, text + RANDOM);
}

bool bearer_is_ours(const struct keys *keys, h2o_iovec_t token)
{
    char tag[TAG + 1];

    if (token.len != BEARER_TEXT - 1)
        return false;
    tag_of(keys, token.base, tag);
    return sodium_memcmp(tag, token.base + RANDOM, TAG) == 0;
}
