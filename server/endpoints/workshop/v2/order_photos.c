#include "endpoints/workshop/v2/order_photos.h"

#include <string.h>

#include <sodium.h>

#include "endpoints/workshop/message.h"

enum { PHOTO_MOST = 5 << 20 };

static const struct {
    const char *name;
    enum openapi_code too_large;
} photo_table[ORDER_PHOTOS] = {
    {"carPhoto",           OPENAPI_CAR_PHOTO   },
    {"drivingPermitPhoto", OPENAPI_PERMIT_PHOTO},
};

/* Some put the beginning of an address before it: data:image/jpeg;base64, */
static const char *without_scheme(const char *text)
{
    const char *comma = strncmp(text, "data:", 5) == 0 ? strchr(text, ',') : NULL;

    return comma == NULL ? text : comma + 1;
}

static bool decode(struct exchange *x, const char *text, h2o_iovec_t *file)
{
    size_t length = strlen(text), room = length / 4 * 3 + 3, decoded;
    unsigned char *bytes = exchange_alloc(x, room);
    const char *end;

    if (sodium_base642bin(bytes, room, text, length, " \r\n", &decoded, &end,
                          sodium_base64_VARIANT_ORIGINAL) != 0 ||
        end != text + length)
        return false;
    *file = h2o_iovec_init(bytes, decoded);
    return true;
}

enum openapi_code order_photos_read(struct exchange *x, const json_t *message, struct order_photos *photos,
                                    const char **field)
{
    for (size_t i = 0; i < ORDER_PHOTOS; i++) {
        const char *text = message_text(x, message, photo_table[i].name);

        photos->field[i] = (struct photo_field){.name = photo_table[i].name};
        *field = photo_table[i].name;
        if (text == NULL || *text == '\0')
            continue;
        text = without_scheme(text);
        if (strlen(text) / 4 * 3 > PHOTO_MOST + 3)
            return photo_table[i].too_large;
        if (!decode(x, text, &photos->file[i]))
            return OPENAPI_FIELD_WRONG;
        if (photos->file[i].len > PHOTO_MOST)
            return photo_table[i].too_large;
        if (photo_glance(photos->file[i].base, photos->file[i].len) != PHOTO_FINE)
            return OPENAPI_FIELD_WRONG;
    }
    return OPENAPI_OK;
}

bool order_photos_any(const struct order_photos *photos)
{
    return photos->file[0].len != 0 || photos->file[1].len != 0;
}

const char *order_photos_wrong(const struct order_photos *photos)
{
    for (size_t i = 0; i < ORDER_PHOTOS; i++)
        if (photos->field[i].fault != PHOTO_FINE)
            return photos->field[i].name;
    return NULL;
}
