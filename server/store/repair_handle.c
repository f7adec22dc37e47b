#include "store/repair_handle.h"

#include <string.h>

#include <h2o.h>
#include <sodium.h>

#include "history/submission.h"
#include "history/text.h"

enum { WORKSHOP_BYTES = sizeof(int64_t), HANDLE_BYTES = INDEX_BYTES + WORKSHOP_BYTES };

struct repair_name repair_name_of(h2o_mem_pool_t *pool, const struct keys *keys, int64_t workshop,
                                  const char *settlement_no)
{
    const char *number = text_bounded(pool, settlement_no, MAX_SETTLEMENT_NO);

    return (struct repair_name){workshop, blind_index(keys, KEY_NUMBER, number, strlen(number))};
}

/* Its own inverse. */
static void hide(const struct keys *keys, uint8_t bytes[HANDLE_BYTES])
{
    struct blind_index pad = short_index(keys, KEY_RECORD, bytes, INDEX_BYTES);

    for (size_t i = 0; i < WORKSHOP_BYTES; i++)
        bytes[INDEX_BYTES + i] ^= pad.bytes[i];
}

void repair_handle_make(const struct keys *keys, struct repair_name name, char text[REPAIR_HANDLE_TEXT])
{
    uint8_t bytes[HANDLE_BYTES];

    memcpy(bytes, name.of.bytes, INDEX_BYTES);
    memcpy(bytes + INDEX_BYTES, &name.workshop, WORKSHOP_BYTES);
    hide(keys, bytes);
    text[h2o_base64_encode(text, bytes, sizeof(bytes), 1)] = '\0';
}

bool repair_handle_read(const struct keys *keys, h2o_iovec_t text, struct repair_name *name)
{
    uint8_t bytes[HANDLE_BYTES];
    size_t length;

    if (text.len != REPAIR_HANDLE_TEXT - 1 ||
        sodium_base642bin(bytes, sizeof(bytes), text.base, text.len, NULL, &length, NULL,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        length != sizeof(bytes))
        return false;
    hide(keys, bytes);
    memcpy(name->of.bytes, bytes, INDEX_BYTES);
    memcpy(&name->workshop, bytes + INDEX_BYTES, WORKSHOP_BYTES);
    return true;
}
