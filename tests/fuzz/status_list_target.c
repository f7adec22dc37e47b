/* A status list is bounded, whatever it unpacks to, and each of its entries can be read. */
#include "certificate_keys.h"

#include <h2o.h>

#include "certificate/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct status_list list;
    struct proof proof;
    h2o_mem_pool_t pool;

    fuzz_key_make();
    h2o_mem_init_pool(&pool);
    if (status_list_read(&pool, (const char *)bytes, size, &list, &proof)) {
        MUST(list.entries >= STATUS_ENTRIES_LEAST && list.entries <= STATUS_ENTRIES_MOST);
        MUST(status_get(list.bits, list.entries - 1) <= STATUS_RESERVED);
        (void)check_status_list(&fuzz_trust, &list, &proof);
    }
    h2o_mem_clear_pool(&pool);
    return 0;
}
