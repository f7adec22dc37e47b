#include "history/handle.h"

#include <string.h>

#include <h2o.h>
#include <sodium.h>

#include "core/seal.h"
#include "history/disclosure.h"

/* A VIN is a number of 86 bits in base 33. */
static const char alphabet[] = "0123456789ABCDEFGHJKLMNPRSTUVWXYZ";

__extension__ typedef unsigned __int128 wide;

enum { TAG = sizeof(struct blind_index), BASE = sizeof(alphabet) - 1, PACKED = 11 };

/* With a synthetic nonce: the tag is a keyed hash of all that is said, and a keyed hash of the tag hides the
 * VIN. So the same is always written alike, and costs two short hashes. */
enum { HANDLE_BYTES = sizeof(uint16_t) + TAG + PACKED }; /* epoch, tag, what is hidden */

struct said {
    int64_t client;
    uint16_t epoch;
    uint8_t vin[PACKED];
    uint8_t rest[3]; /* no padding: the whole is hashed */
};

uint16_t handle_epoch(int64_t seconds)
{
    return (uint16_t)(seconds / 86400 / HANDLE_DAYS);
}

static void pack(const struct vin *vin, uint8_t packed[PACKED])
{
    /* What stands for a letter or a digit, by its place behind '0'. I, O and Q are in no VIN. */
    static const uint8_t digit['Z' - '0' + 1] = {0,  1, 2,  3,  4,  5,  6,  7,  8,  9,  0,  0,  0,  0,  0,
                                                 0,  0, 10, 11, 12, 13, 14, 15, 16, 17, 0,  18, 19, 20, 21,
                                                 22, 0, 23, 0,  24, 25, 26, 27, 28, 29, 30, 31, 32};
    wide number = 0;

    for (size_t i = 0; i < VIN_LENGTH; i++)
        number = number * BASE + digit[vin->text[i] - '0'];
    memcpy(packed, &number, PACKED); /* of which the five last bytes are nothing */
}

/* False for a number that is no VIN's. */
static bool unpack(const uint8_t packed[PACKED], struct vin *vin)
{
    wide number = 0;

    memcpy(&number, packed, PACKED);
    for (size_t i = VIN_LENGTH; i-- > 0; number /= BASE)
        vin->text[i] = alphabet[number % BASE];
    return number == 0;
}

static struct blind_index tag_of(const struct keys *keys, int64_t client, uint16_t epoch,
                                 const uint8_t packed[PACKED])
{
    struct said said = {.client = client, .epoch = epoch};

    memcpy(said.vin, packed, PACKED);
    return short_index(keys, KEY_HANDLE_TAG, &said, sizeof(said));
}

/* Its own inverse. */
static void hide(const struct keys *keys, const struct blind_index *tag, uint8_t packed[PACKED])
{
    struct blind_index pad = short_index(keys, KEY_HANDLE, tag->bytes, TAG);

    for (size_t i = 0; i < PACKED; i++)
        packed[i] ^= pad.bytes[i];
}

void handle_make(const struct keys *keys, int64_t client, const struct vin *vin, uint16_t epoch,
                 char text[HANDLE_TEXT])
{
    uint8_t bytes[HANDLE_BYTES], *packed = bytes + sizeof(epoch) + TAG;

    pack(vin, packed);
    struct blind_index tag = tag_of(keys, client, epoch, packed);
    hide(keys, &tag, packed);
    memcpy(bytes, &epoch, sizeof(epoch));
    memcpy(bytes + sizeof(epoch), tag.bytes, TAG);
    text[h2o_base64_encode(text, bytes, sizeof(bytes), 1)] = '\0';
}

bool handle_read(const struct keys *keys, int64_t client, h2o_iovec_t text, struct vin *vin, uint16_t *made)
{
    uint8_t bytes[HANDLE_BYTES], *packed = bytes + sizeof(*made) + TAG;
    struct blind_index tag, right;
    struct vin read = {{0}};
    uint16_t epoch;
    size_t got;

    if (text.len != HANDLE_TEXT - 1 ||
        sodium_base642bin(bytes, sizeof(bytes), text.base, text.len, NULL, &got, NULL,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        got != sizeof(bytes))
        return false;
    memcpy(&epoch, bytes, sizeof(epoch));
    memcpy(tag.bytes, bytes + sizeof(epoch), TAG);
    hide(keys, &tag, packed);
    right = tag_of(keys, client, epoch, packed);
    if (sodium_memcmp(tag.bytes, right.bytes, TAG) != 0 || !unpack(packed, &read))
        return false;
    *vin = read;
    *made = epoch;
    return true;
}

bool handle_is_fresh(uint16_t made, uint16_t epoch)
{
    return made == epoch || made + 1 == epoch;
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
