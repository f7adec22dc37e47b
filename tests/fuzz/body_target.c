/* JSON that is accepted lies within its bounds and survives writing; fields of forms are clean text. */
#include "target.h"

#include "http/body.h"
#include "http/form.h"

/* Depth, and how many values there are: counted on what came out. */
static long depth_of(const json_t *value, long *values)
{
    long deepest = 0, depth;
    size_t i;
    const char *key;
    json_t *inner;

    (*values)++;
    json_array_foreach(value, i, inner)
    {
        depth = depth_of(inner, values);
        deepest = depth > deepest ? depth : deepest;
    }
    json_object_foreach((json_t *)value, key, inner)
    {
        depth = depth_of(inner, values);
        deepest = depth > deepest ? depth : deepest;
    }
    return deepest + (json_is_array(value) || json_is_object(value));
}

static void check_value(struct exchange *x, json_t *value)
{
    const struct settings *settings = target_settings();
    long values = 0;
    json_t *again;

    MUST(depth_of(value, &values) <= settings->json_depth && values <= settings->json_values);
    char *text = json_dumps(value, JSON_REAL_PRECISION(17));
    MUST(text != NULL);
    exchange_adopt(x, text, free);
    if (!failed(body_json(x, h2o_iovec_init(text, strlen(text)), false, &again)))
        MUST(json_equal(value, again));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct exchange *x = target_begin();
    json_t *value, *lenient;
    const char *field;
    int64_t numbers[4];

    if (!failed(body_json(x, h2o_iovec_init(bytes, size), false, &value))) {
        check_value(x, value);
        MUST(!failed(body_json(x, h2o_iovec_init(bytes, size), true, &lenient)) &&
             json_equal(value, lenient));
    }
    x->req->entity = h2o_iovec_init(bytes, size);
    if ((field = body_field(x, "f")) != NULL) {
        MUST(target_is_utf8(field) && strlen(field) <= size);
        for (; *field != '\0'; field++)
            MUST((unsigned char)*field >= ' ' && *field != 0x7f);
    }
    for (size_t count = body_numbers(x, "f", numbers, 4); count > 0; count--)
        MUST(numbers[count - 1] >= 0);
    target_end(x);
    return 0;
}
