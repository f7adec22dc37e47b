#include "endpoints/place.h"

#include <string.h>

#include <sodium.h>

#include "core/seal.h"
#include "core/service.h"

enum { VARIANT = sodium_base64_VARIANT_URLSAFE_NO_PADDING, LONGEST = 256 };

/* A list is named by what stands in an address, so by something of any length. */
static struct seal_place where(struct exchange *x, const char *list)
{
    uint8_t *row = exchange_alloc(x, HASH_BYTES);

    crypto_generichash(row, HASH_BYTES, (const uint8_t *)list, strlen(list), NULL, 0);
    return (struct seal_place){"place", row, HASH_BYTES};
}

const char *place_seal(struct exchange *x, const char *list, struct place place)
{
    const char *plain = exchange_text(x, "%s.%s.%s", place.at, place.spool, place.entry);
    h2o_iovec_t sealed = seal(&x->pool, x->service->keys, KEY_TRAIL_PLACE, where(x, list),
                              h2o_iovec_init(plain, strlen(plain)));
    size_t size = sodium_base64_ENCODED_LEN(sealed.len, VARIANT);
    char *text = exchange_alloc(x, size);

    return sodium_bin2base64(text, size, (const uint8_t *)sealed.base, sealed.len, VARIANT);
}

bool place_open(struct exchange *x, const char *list, const char *sealed, struct place *place)
{
    uint8_t bytes[LONGEST];
    h2o_iovec_t plain;
    size_t length;
    char *spool, *entry;

    if (sealed == NULL ||
        sodium_base642bin(bytes, sizeof(bytes), sealed, strlen(sealed), NULL, &length, NULL, VARIANT) != 0 ||
        !unseal(&x->pool, x->service->keys, KEY_TRAIL_PLACE, where(x, list),
                h2o_iovec_init((char *)bytes, length), &plain))
        return false;
    if ((spool = strchr(plain.base, '.')) == NULL || (entry = strchr(spool + 1, '.')) == NULL)
        return false;
    *spool++ = '\0';
    *entry++ = '\0';
    *place = (struct place){plain.base, spool, entry};
    return true;
}
