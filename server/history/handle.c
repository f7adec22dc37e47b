#include "history/handle.h"

#include <string.h>

#include <sodium.h>

#include "core/seal.h"
#include "history/disclosure.h"

enum { TAG = crypto_shorthash_siphashx24_BYTES };

/* With a synthetic nonce: the tag is a keyed hash of all that is said, and what is hidden is encrypted under
 * it. So the same is always written alike, and costs two short primitives. */
enum { HANDLE_BYTES = sizeof(uint16_t) + TAG + VIN_LENGTH }; /* epoch, tag, what is hidden */

struct said {
    int64_t client;
    uint16_t epoch;
    char vin[VIN_LENGTH];
    uint8_t rest[5]; /* no padding: the whole is hashed */
};

uint16_t handle_epoch(int64_t seconds)
{
    return (uint16_t)(seconds / 86400 / HANDLE_DAYS);
}

static void tag_of(const struct keys *keys, int64_t client, const struct vin *vin, uint16_t epoch,
                   uint8_t tag[TAG])
{
    struct said said = {.client = client, .epoch = epoch};

    memcpy(said.vin, vin->text, VIN_LENGTH);
    struct blind_index index = short_index(keys, KEY_HANDLE_TAG, &said, sizeof(said));
    memcpy(tag, index.bytes, TAG);
}

/* Its own inverse. */
static void hide(const struct keys *keys, const uint8_t tag[TAG], const void *from, void *to)
{
    crypto_stream_chacha20_xor(to, from, VIN_LENGTH, tag, keys->key[KEY_HANDLE]);
}

void handle_make(const struct keys *keys, int64_t client, const struct vin *vin, uint16_t epoch,
                 char text[HANDLE_TEXT])
{
    uint8_t bytes[HANDLE_BYTES], *tag = bytes + sizeof(epoch);

    memcpy(bytes, &epoch, sizeof(epoch));
    tag_of(keys, client, vin, epoch, tag);
    hide(keys, tag, vin->text, tag + TAG);
    sodium_bin2base64(text, HANDLE_TEXT, bytes, sizeof(bytes), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

bool handle_read(const struct keys *keys, int64_t client, h2o_iovec_t text, uint16_t epoch, struct vin *vin)
{
    uint8_t bytes[HANDLE_BYTES], tag[TAG];
    uint16_t made;
    struct vin read = {{0}};
    size_t got;

    if (text.len != HANDLE_TEXT - 1 ||
        sodium_base642bin(bytes, sizeof(bytes), text.base, text.len, NULL, &got, NULL,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        got != sizeof(bytes))
        return false;
    memcpy(&made, bytes, sizeof(made));
    hide(keys, bytes + sizeof(made), bytes + sizeof(made) + TAG, read.text);
    tag_of(keys, client, &read, made, tag);
    if (sodium_memcmp(tag, bytes + sizeof(made), TAG) != 0 || made > epoch || made + 1 < epoch)
        return false;
    *vin = read;
    return true;
}

void etag_make(const struct keys *keys, const uint8_t vehicle[16], int64_t version, char text[ETAG_TEXT])
{
    struct {
        uint8_t vehicle[16];
        int64_t version;
        char format[8];
    } state = {.version = version, .format = DISCLOSURE_FORMAT};

    memcpy(state.vehicle, vehicle, sizeof(state.vehicle));
    struct blind_index index = short_index(keys, KEY_HANDLE_TAG, &state, sizeof(state));

    text[0] = '"';
    sodium_bin2hex(text + 1, ETAG_TEXT - 2, index.bytes, 8);
    text[ETAG_TEXT - 2] = '"';
    text[ETAG_TEXT - 1] = '\0';
}
