#include "store/order_store.h"

#include <string.h>

struct row_of_order {
    int64_t workshop;
    struct blind_index number;
};

_Static_assert(sizeof(struct row_of_order) == sizeof(int64_t) + INDEX_BYTES, "no padding");

const char *order_seal(h2o_mem_pool_t *pool, const struct keys *keys, int64_t workshop,
                       const struct blind_index *number, h2o_iovec_t order)
{
    const struct row_of_order row = {workshop, *number};
    h2o_iovec_t sealed =
        seal(pool, keys, KEY_SEAL, (struct seal_place){"workshop_order.body", &row, sizeof(row)}, order);

    return bytea_text(pool, sealed.base, sealed.len);
}

bool order_open(h2o_mem_pool_t *pool, const struct keys *keys, int64_t workshop,
                const struct blind_index *number, h2o_iovec_t sealed, h2o_iovec_t *order)
{
    const struct row_of_order row = {workshop, *number};

    return unseal(pool, keys, KEY_SEAL, (struct seal_place){"workshop_order.body", &row, sizeof(row)}, sealed,
                  order);
}
