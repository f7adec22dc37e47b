#include "endpoints/workshop/message.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "history/text.h"
#include "http/body.h"

enum { MOST_TOKEN = 64 };

const struct message_names message_v1 = {
    .info = "basicinfo",
    .works = "repairprojectlist",
    .parts = "vehiclepartslist",
    .vin = "vin",
    .plate = "vehicleplatenumber",
    .company_name = "companyname",
    .brought_on = "repairdate",
    .settled_on = "settledate",
    .odometer = "repairmileage",
    .fault = "faultdescription",
    .settlement_no = "costlistcode",
    .work_name = "repairproject",
    .work_hours = "workinghours",
    .part_name = "partsname",
    .part_code = "partscode",
    .part_quantity = "partsquantity",
};

json_t *message_of(struct exchange *x, h2o_iovec_t text)
{
    json_t *message;

    return failed(body_json(x, text, true, &message)) ? NULL : message;
}

json_t *message_member(const json_t *object, const char *name)
{
    json_t *exact, *value;
    const char *key;

    if (name == NULL)
        return NULL;
    exact = json_object_get(object, name);
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

bool message_nested(struct exchange *x, json_t *value, json_type type, json_t **nested)
{
    *nested = NULL;
    if (value == NULL || json_is_null(value) ||
        (json_is_string(value) && text_is_filler(json_string_value(value))))
        return true;
    if (json_is_string(value)) {
        value = message_of(x, h2o_iovec_init(json_string_value(value), json_string_length(value)));
    }
    if (value == NULL || json_typeof(value) != type)
        return false;
    *nested = value;
    return true;
}

/* What is read of a message, and how much of it there is so far. */
struct reading {
    struct exchange *x;
    const struct message_names *names;
    struct raw_work *works;
    struct raw_part *parts;
    struct raw_fee *fees;
    size_t work_count, part_count, fee_count;
};

static bool read_parts(struct reading *r, const json_t *list)
{
    size_t count = json_array_size(list);
    const struct message_names *n = r->names;

    if (r->part_count + count > MAX_PARTS)
        return false;
    for (size_t i = 0; i < count; i++) {
        const json_t *part = json_array_get(list, i);
        if (!json_is_object(part))
            return false;
        r->parts[r->part_count++] = (struct raw_part){
            .name = value_text(r->x, part, n->part_name),
            .code = value_text(r->x, part, n->part_code),
            .quantity = value_text(r->x, part, n->part_quantity),
            .price = value_text(r->x, part, n->part_price),
        };
    }
    return true;
}

static bool read_works(struct reading *r, const json_t *list)
{
    size_t count = json_array_size(list);
    const struct message_names *n = r->names;
    json_t *parts;

    if (count > MAX_WORKS)
        return false;
    for (size_t i = 0; i < count; i++) {
        const json_t *work = json_array_get(list, i);
        if (!json_is_object(work))
            return false;
        r->works[r->work_count++] = (struct raw_work){
            .name = value_text(r->x, work, n->work_name),
            .hours = value_text(r->x, work, n->work_hours),
            .price = value_text(r->x, work, n->work_price),
        };
        if (!message_nested(r->x, message_member(work, n->work_parts), JSON_ARRAY, &parts) ||
            !read_parts(r, parts))
            return false;
    }
    return true;
}

static bool read_fees(struct reading *r, const json_t *list)
{
    size_t count = json_array_size(list);

    if (count > MAX_FEES)
        return false;
    for (size_t i = 0; i < count; i++) {
        const json_t *fee = json_array_get(list, i);
        if (!json_is_object(fee))
            return false;
        r->fees[r->fee_count++] = (struct raw_fee){
            .name = value_text(r->x, fee, r->names->fee_name),
            .price = value_text(r->x, fee, r->names->fee_price),
        };
    }
    return true;
}

static bool read_lists(struct reading *r, const json_t *message)
{
    const struct message_names *n = r->names;
    json_t *works, *parts, *fees;

    if (!message_nested(r->x, message_member(message, n->works), JSON_ARRAY, &works) ||
        !message_nested(r->x, message_member(message, n->parts), JSON_ARRAY, &parts) ||
        !message_nested(r->x, message_member(message, n->fees), JSON_ARRAY, &fees))
        return false;
    r->works = exchange_alloc(r->x, sizeof(*r->works) * (json_array_size(works) + 1));
    r->fees = exchange_alloc(r->x, sizeof(*r->fees) * (json_array_size(fees) + 1));
    r->parts = exchange_alloc(r->x, sizeof(*r->parts) *
                                        ((n->work_parts == NULL ? json_array_size(parts) : MAX_PARTS) + 1));
    return read_works(r, works) && read_parts(r, parts) && read_fees(r, fees);
}

bool message_read(struct exchange *x, const json_t *message, const struct message_names *n,
                  struct raw_submission *raw)
{
    struct reading r = {.x = x, .names = n};
    json_t *info = (json_t *)message;

    if (!json_is_object(message) ||
        (n->info != NULL && !message_nested(x, message_member(message, n->info), JSON_OBJECT, &info)) ||
        !read_lists(&r, message))
        return false;
    *raw = (struct raw_submission){
        .vin = value_text(x, info, n->vin),
        .plate = value_text(x, info, n->plate),
        .company_name = value_text(x, info, n->company_name),
        .brought_on = value_text(x, info, n->brought_on),
        .settled_on = value_text(x, info, n->settled_on),
        .odometer = value_text(x, info, n->odometer),
        .fault = value_text(x, info, n->fault),
        .settlement_no = value_text(x, info, n->settlement_no),
        .total = value_text(x, info, n->total),
        .fuel = value_text(x, info, n->fuel),
        .use = value_text(x, info, n->use),
        .works = r.works,
        .work_count = r.work_count,
        .parts = r.parts,
        .part_count = r.part_count,
        .fees = r.fees,
        .fee_count = r.fee_count,
    };
    return true;
}

/* The name and its value, in quotes or in quotes of a string that holds JSON. */
static const char *find_token(struct exchange *x, h2o_iovec_t bytes)
{
    static const char name[] = "access_token";
    const char *end = bytes.base + bytes.len, *at, *value;
    bool named;

    for (at = bytes.base; (size_t)(end - at) > sizeof(name); at++) {
        if (strncasecmp(at, name, sizeof(name) - 1) != 0)
            continue;
        at += sizeof(name) - 1;
        for (named = false; at < end && *at != '\0' && strchr(" \t\r\n\\\":", *at) != NULL; at++)
            named = named || *at == ':';
        for (value = at; at < end && *at != '"' && *at != '\\';)
            at++;
        return !named || at == end || at - value > MOST_TOKEN
                   ? NULL
                   : exchange_text(x, "%.*s", (int)(at - value), value);
    }
    return NULL;
}

const char *message_token(struct exchange *x, const json_t *message, h2o_iovec_t bytes)
{
    const char *token = message_text(x, message, "access_token");

    return token == NULL ? find_token(x, bytes) : token;
}
