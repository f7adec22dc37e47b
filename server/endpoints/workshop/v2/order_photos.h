/*
 * order_photos - photos of a car and its papers that come with an order, as base64
 */
#pragma once

#include <jansson.h>

#include "core/pending.h"
#include "core/photo.h"
#include "endpoints/workshop/v2/answer.h"

enum { ORDER_PHOTOS = 2 };

struct order_photos {
    struct photo_field field[ORDER_PHOTOS];
    h2o_iovec_t file[ORDER_PHOTOS]; /* empty where there is none */
};

/* OK, or what is wrong and with which field, as far as it can be said without unpacking. */
enum openapi_code order_photos_read(struct exchange *x, const json_t *message, struct order_photos *photos,
                                    const char **field);
bool order_photos_any(const struct order_photos *photos);

/* Which one could not be made anew; NULL: all are fine. */
const char *order_photos_wrong(const struct order_photos *photos);
