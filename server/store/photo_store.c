#include "store/photo_store.h"

#include <string.h>

#include "core/log.h"
#include "core/seal.h"
#include "core/service.h"

static struct seal_place place_of(struct exchange *x, const char *column, const char *row, const char *name)
{
    const char *text = exchange_text(x, "%s %s", row, name);

    return (struct seal_place){column, text, strlen(text)};
}

/* Names are words of ours. */
const char *photo_names_text(struct exchange *x, const struct photo_field *field, size_t count)
{
    const char *list = "";

    for (size_t i = 0; i < count; i++)
        if (field[i].photo.jpeg != NULL)
            list = exchange_text(x, "%s%s%s", list, *list == '\0' ? "" : ",", field[i].name);
    return exchange_text(x, "{%s}", list);
}

const char *photo_body_text(struct exchange *x, const char *column, const char *row,
                            const struct photo_field *field)
{
    if (field->photo.jpeg == NULL)
        return NULL;
    h2o_iovec_t sealed = seal(&x->pool, x->service->keys, KEY_SEAL, place_of(x, column, row, field->name),
                              h2o_iovec_init(field->photo.jpeg, field->photo.length));
    return bytea_text(&x->pool, sealed.base, sealed.len);
}

const char *photo_bodies_text(struct exchange *x, const char *column, const char *row,
                              const struct photo_field *field, size_t count)
{
    const char *list = "";

    for (size_t i = 0; i < count; i++) {
        const char *body = photo_body_text(x, column, row, &field[i]);

        if (body != NULL)
            list = exchange_text(x, "%s%s\"\\%s\"", list, *list == '\0' ? "" : ",", body);
    }
    return exchange_text(x, "{%s}", list);
}

bool photo_open(struct exchange *x, const char *column, const char *row, const char *name, h2o_iovec_t sealed,
                h2o_iovec_t *jpeg)
{
    if (unseal(&x->pool, x->service->keys, KEY_SEAL, place_of(x, column, row, name), sealed, jpeg))
        return true;
    log_line(LOG_ERROR, "photo_does_not_open", "id", x->id, NULL);
    return false;
}
