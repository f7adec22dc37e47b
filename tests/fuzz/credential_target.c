/* What is found genuine is, byte for byte, what the key signs of these claims; a proof in an envelope
 * included. */
#include "certificate_keys.h"

#include <h2o.h>

#include "certificate/check.h"
#include "certificate/credential.h"
#include "core/canonical_json.h"

static void must_be_our_own(h2o_mem_pool_t *pool, const char *bytes, size_t size, const struct claims *claims)
{
    json_t *object = canonical_json_read(bytes, size), *inside = json_object_get(object, "credential");
    h2o_iovec_t made, read = canonical_json(pool, inside != NULL ? inside : object);

    MUST(credential_make(pool, claims, fuzz_seed, &made));
    MUST(made.len == read.len && memcmp(made.base, read.base, made.len) == 0);
    json_decref(object);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct check_means means = {&fuzz_trust, NULL, 0};
    struct check check;
    h2o_mem_pool_t pool;
    char *text = malloc(size + 1); /* just as large, so that reading beyond it is seen */

    MUST(text != NULL);
    memcpy(text, bytes, size);
    text[size] = '{';
    fuzz_key_make();
    h2o_mem_init_pool(&pool);
    check_certificate(&pool, text, size, &means, &check);
    MUST(check.signature_held || (check.verdict != CHECK_GENUINE && check.verdict != CHECK_EXPIRED));
    if (check.signature_held && !check.on_paper)
        must_be_our_own(&pool, text, size, &check.claims);
    h2o_mem_clear_pool(&pool);
    free(text);
    return 0;
}
