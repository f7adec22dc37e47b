/* What was not sealed does not open; what was sealed opens as it was, and no changed byte does. */
#include "target.h"

#include "core/seal.h"

static const struct keys keys = {
    .id = 1, .key = {[KEY_SEAL] = {1}, [KEY_CACHE] = {2}}
};

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct exchange *x = target_begin();
    const struct seal_place place = {"repair.detail", "row", 3}, other = {"repair.detail", "wor", 3};
    h2o_iovec_t given = h2o_iovec_init(bytes, size), opened, parsed;

    MUST(!unseal(&x->pool, &keys, KEY_SEAL, place, given, &opened));

    h2o_iovec_t sealed = seal(&x->pool, &keys, KEY_SEAL, place, given);
    MUST(sealed.len == size + SEAL_EXTRA);
    MUST(unseal(&x->pool, &keys, KEY_SEAL, place, sealed, &opened) &&
         h2o_memis(opened.base, opened.len, bytes, size));
    MUST(!unseal(&x->pool, &keys, KEY_SEAL, other, sealed, &opened));
    MUST(!unseal(&x->pool, &keys, KEY_CACHE, place, sealed, &opened));
    sealed.base[size == 0 ? 0 : bytes[0] % sealed.len] ^= 1;
    MUST(!unseal(&x->pool, &keys, KEY_SEAL, place, sealed, &opened));

    MUST(bytea_parse(&x->pool, bytea_text(&x->pool, bytes, size), &parsed));
    MUST(h2o_memis(parsed.base, parsed.len, bytes, size));
    if (bytea_parse(&x->pool, target_text(x, bytes, size), &parsed))
        MUST(strcasecmp(bytea_text(&x->pool, parsed.base, parsed.len), target_text(x, bytes, size)) == 0);
    target_end(x);
    return 0;
}
