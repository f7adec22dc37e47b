#include "endpoints/workshop/message.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "history/text.h"
#include "http/body.h"

json_t *message_member(const json_t *object, const char *name)
{
    json_t *exact = json_object_get(object, name), *value;
    const char *key;

    if (exact != NULL)
        return exact;
    json_object_foreach((json_t *)object, key, value)
    {
        if (strcasecmp(key, name) == 0)
            return value;
    }
    return NULL;
}

const char *message_text(struct exchange *x, const json_t *object, const char *name)
{
    const json_t *value = message_member(object, name);

    if (value == NULL)
        return NULL;
    switch (json_typeof(value)) {
    case JSON_STRING: return json_string_value(value);
    case JSON_INTEGER: return exchange_text(x, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    case JSON_REAL: return exchange_text(x, "%.15g", json_real_value(value));
    default: return NULL;
    }
}

/*
 * Likewise, and anything else as its JSON, so that what cannot be read is kept as it was sent; NULL for null
 * and for what is empty.
 */
static const char *value_text(struct exchange *x, const json_t *object, const char *name)
{
    const char *text = message_text(x, object, name);
    const json_t *value = text == NULL ? message_member(object, name) : NULL;

    if (value == NULL || json_is_null(value) || (json_is_array(value) && json_array_size(value) == 0) ||
        (json_is_object(value) && json_object_size(value) == 0))
        return text;
    char *json = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
    text = exchange_text(x, "%s", json == NULL ? "" : json);
    free(json);
    return text;
}

/* An object or a list, or a string that holds one. Absent, null and fillers give NULL and true. */
static bool read_nested(struct exchange *x, json_t *value, json_type type, json_t **nested)
{
    *nested = NULL;
    if (value == NULL || json_is_null(value) ||
        (json_is_string(value) && text_is_filler(json_string_value(value))))
        return true;
    if (json_is_string(value)) {
        h2o_iovec_t text = h2o_iovec_init(json_string_value(value), json_string_length(value));
        if (failed(body_json(x, text, true, &value)))
            return false;
    }
    if (json_typeof(value) != type)
        return false;
    *nested = value;
    return true;
}

static bool read_works(struct exchange *x, const json_t *list, struct raw_submission *raw)
{
    size_t count = json_array_size(list);
    struct raw_work *works = exchange_alloc(x, sizeof(*works) * (count + 1));

    for (size_t i = 0; i < count; i++) {
        const json_t *work = json_array_get(list, i);
        if (!json_is_object(work))
            return false;
        works[i].name = value_text(x, work, "repairproject");
        works[i].hours = value_text(x, work, "workinghours");
    }
    raw->works = works;
    raw->work_count = count;
    return count <= MAX_WORKS;
}

static bool read_parts(struct exchange *x, const json_t *list, struct raw_submission *raw)
{
    size_t count = json_array_size(list);
    struct raw_part *parts = exchange_alloc(x, sizeof(*parts) * (count + 1));

    for (size_t i = 0; i < count; i++) {
        const json_t *part = json_array_get(list, i);
        if (!json_is_object(part))
            return false;
        parts[i].name = value_text(x, part, "partsname");
        parts[i].code = value_text(x, part, "partscode");
        parts[i].quantity = value_text(x, part, "partsquantity");
    }
    raw->parts = parts;
    raw->part_count = count;
    return count <= MAX_PARTS;
}

bool message_read_record(struct exchange *x, const json_t *message, struct raw_submission *raw)
{
    json_t *info, *works, *parts;

    if (!json_is_object(message) ||
        !read_nested(x, message_member(message, "basicinfo"), JSON_OBJECT, &info) ||
        !read_nested(x, message_member(message, "repairprojectlist"), JSON_ARRAY, &works) ||
        !read_nested(x, message_member(message, "vehiclepartslist"), JSON_ARRAY, &parts))
        return false;
    *raw = (struct raw_submission){
        .vin = value_text(x, info, "vin"),
        .plate = value_text(x, info, "vehicleplatenumber"),
        .company_name = value_text(x, info, "companyname"),
        .brought_on = value_text(x, info, "repairdate"),
        .settled_on = value_text(x, info, "settledate"),
        .odometer = value_text(x, info, "repairmileage"),
        .fault = value_text(x, info, "faultdescription"),
        .settlement_no = value_text(x, info, "costlistcode"),
    };
    return read_works(x, works, raw) && read_parts(x, parts, raw);
}

const char *message_find_token(struct exchange *x, h2o_iovec_t body)
{
    static const char name[] = "\"access_token\"";
    const char *end = body.base + body.len;

    for (const char *at = body.base; (size_t)(end - at) > sizeof(name); at++) {
        if (strncasecmp(at, name, sizeof(name) - 1) != 0)
            continue;
        at += sizeof(name) - 1;
        while (at < end && strchr(" \t\r\n:", *at) != NULL && *at != '\0')
            at++;
        if (at == end || *at++ != '"')
            return NULL;
        const char *stop = memchr(at, '"', (size_t)(end - at));
        return stop == NULL || stop - at > 64 ? NULL : exchange_text(x, "%.*s", (int)(stop - at), at);
    }
    return NULL;
}
