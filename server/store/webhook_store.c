#include "store/webhook_store.h"

#include <string.h>

#include <h2o.h>

#include "core/seal.h"

static struct seal_place place_of(const char *id)
{
    return (struct seal_place){"webhook.target", id, strlen(id)};
}

const char *webhook_url_seal(h2o_mem_pool_t *pool, const struct keys *keys, const char *id, const char *url)
{
    h2o_iovec_t sealed = seal(pool, keys, KEY_SEAL, place_of(id), h2o_iovec_init(url, strlen(url)));

    return bytea_text(pool, sealed.base, sealed.len);
}

const char *webhook_url_open(h2o_mem_pool_t *pool, const struct keys *keys, const char *id, const char *text)
{
    h2o_iovec_t sealed, url;

    if (text == NULL || !bytea_parse(pool, text, &sealed) ||
        !unseal(pool, keys, KEY_SEAL, place_of(id), sealed, &url))
        return NULL;
    return h2o_strdup(pool, url.base, url.len).base;
}
