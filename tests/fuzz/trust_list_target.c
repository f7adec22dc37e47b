/* A trust list names each key once, and what the root signed is what it signs of these keys; a proposal has
 * one writing. */
#include "certificate_keys.h"

#include <h2o.h>

#include "core/canonical_json.h"

static void must_be_our_own(h2o_mem_pool_t *pool, const char *bytes, size_t size,
                            const struct trust_list *list)
{
    json_t *object = canonical_json_read(bytes, size);
    h2o_iovec_t made, read = canonical_json(pool, object);

    MUST(trust_list_make(pool, list, fuzz_seed, &made));
    MUST(made.len == read.len && memcmp(made.base, read.base, made.len) == 0);
    json_decref(object);
}

static void must_be_proposed_so(h2o_mem_pool_t *pool, const char *bytes, size_t size,
                                const struct trust_list *list)
{
    json_t *object = canonical_json_read(bytes, size);
    h2o_iovec_t made, read = canonical_json(pool, object);

    MUST(trust_proposal_make(pool, list, &made));
    MUST(made.len == read.len && memcmp(made.base, read.base, made.len) == 0);
    json_decref(object);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct trust_list list;
    h2o_mem_pool_t pool;

    fuzz_key_make();
    h2o_mem_init_pool(&pool);
    if (trust_list_read(&pool, (const char *)bytes, size, NULL, &list) == TRUST_READ)
        for (size_t i = 0; i < list.key_count; i++)
            MUST(trust_find(&list, list.keys[i].kid) == &list.keys[i] &&
                 trust_find_paper(&list, list.keys[i].paper_kid) == &list.keys[i]);
    if (trust_list_read(&pool, (const char *)bytes, size, fuzz_key.key, &list) == TRUST_READ)
        must_be_our_own(&pool, (const char *)bytes, size, &list);
    if (trust_proposal_read(&pool, (const char *)bytes, size, &list))
        must_be_proposed_so(&pool, (const char *)bytes, size, &list);
    h2o_mem_clear_pool(&pool);
    return 0;
}
