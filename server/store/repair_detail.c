#include "store/repair_detail.h"

#include <stdlib.h>
#include <string.h>

#include <h2o.h>

#include <jansson.h>

#include "core/seal.h"

static struct seal_place place_of(const struct vehicle_key *key)
{
    return (struct seal_place){"repair.detail", key->bytes, sizeof(key->bytes)};
}

/* Absent values take no room. */
static void put(json_t *object, const char *name, json_t *value)
{
    if (value != NULL)
        json_object_set_new(object, name, value);
}

static json_t *text_json(const char *text)
{
    return text == NULL ? NULL : json_string(text);
}

static json_t *amount_json(struct amount amount)
{
    return amount.known ? json_integer(amount.hundredths) : NULL;
}

static json_t *works_json(const struct record *r)
{
    json_t *array = json_array();

    for (size_t i = 0; i < r->work_count; i++) {
        json_t *work = json_object();
        put(work, "name", text_json(r->works[i].name));
        put(work, "hours", amount_json(r->works[i].hours));
        json_array_append_new(array, work);
    }
    return array;
}

static json_t *parts_json(const struct record *r)
{
    json_t *array = json_array();

    for (size_t i = 0; i < r->part_count; i++) {
        json_t *part = json_object();
        put(part, "name", text_json(r->parts[i].name));
        put(part, "code", text_json(r->parts[i].code));
        put(part, "quantity", amount_json(r->parts[i].quantity));
        json_array_append_new(array, part);
    }
    return array;
}

static json_t *unread_json(const struct record *r)
{
    json_t *array = json_array();

    for (size_t i = 0; i < r->unread_count; i++) {
        json_t *unread = json_object();
        put(unread, "field", text_json(r->unread[i].field));
        put(unread, "text", text_json(r->unread[i].text));
        json_array_append_new(array, unread);
    }
    return array;
}

h2o_iovec_t repair_detail_seal(h2o_mem_pool_t *pool, const struct keys *keys, const struct vehicle_key *key,
                               const struct record *r)
{
    json_t *detail = json_object();

    put(detail, "plate", text_json(r->plate));
    put(detail, "settlement_no", text_json(r->settlement_no));
    put(detail, "company_name", text_json(r->company_name));
    put(detail, "fault", text_json(r->fault));
    put(detail, "works", works_json(r));
    put(detail, "parts", parts_json(r));
    put(detail, "unread", unread_json(r));
    char *text = json_dumps(detail, JSON_COMPACT);
    json_decref(detail);
    if (text == NULL)
        h2o_fatal("repair_detail: text that is not UTF-8");
    h2o_iovec_t sealed = seal(pool, keys, KEY_SEAL, place_of(key), h2o_iovec_init(text, strlen(text)));
    free(text);
    return sealed;
}

static const char *text_of(h2o_mem_pool_t *pool, const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));

    return text == NULL ? NULL : h2o_strdup(pool, text, SIZE_MAX).base;
}

static struct amount amount_of(const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);

    return (struct amount){json_is_integer(value), json_integer_value(value)};
}

static void read_works(h2o_mem_pool_t *pool, const json_t *array, struct record *r)
{
    struct work *works = h2o_mem_alloc_pool(pool, sizeof(*works) * (json_array_size(array) + 1));
    const json_t *work;
    size_t i;

    json_array_foreach((json_t *)array, i, work) works[i] =
        (struct work){text_of(pool, work, "name"), amount_of(work, "hours")};
    r->works = works;
    r->work_count = json_array_size(array);
}

static void read_parts(h2o_mem_pool_t *pool, const json_t *array, struct record *r)
{
    struct part *parts = h2o_mem_alloc_pool(pool, sizeof(*parts) * (json_array_size(array) + 1));
    const json_t *part;
    size_t i;

    json_array_foreach((json_t *)array, i, part) parts[i] =
        (struct part){text_of(pool, part, "name"), text_of(pool, part, "code"), amount_of(part, "quantity")};
    r->parts = parts;
    r->part_count = json_array_size(array);
}

static void read_unread(h2o_mem_pool_t *pool, const json_t *array, struct record *r)
{
    struct as_sent *unread = h2o_mem_alloc_pool(pool, sizeof(*unread) * (json_array_size(array) + 1));
    const json_t *one;
    size_t i;

    json_array_foreach((json_t *)array, i, one) unread[i] =
        (struct as_sent){text_of(pool, one, "field"), text_of(pool, one, "text")};
    r->unread = unread;
    r->unread_count = json_array_size(array);
}

bool repair_detail_open(h2o_mem_pool_t *pool, const struct keys *keys, const struct vehicle_key *key,
                        h2o_iovec_t sealed, struct record *r)
{
    h2o_iovec_t plain;

    if (!unseal(pool, keys, KEY_SEAL, place_of(key), sealed, &plain))
        return false;
    json_t *detail = json_loadb(plain.base, plain.len, 0, NULL);
    if (!json_is_object(detail)) {
        json_decref(detail);
        return false;
    }
    r->plate = text_of(pool, detail, "plate");
    r->settlement_no = text_of(pool, detail, "settlement_no");
    r->company_name = text_of(pool, detail, "company_name");
    r->fault = text_of(pool, detail, "fault");
    read_works(pool, json_object_get(detail, "works"), r);
    read_parts(pool, json_object_get(detail, "parts"), r);
    read_unread(pool, json_object_get(detail, "unread"), r);
    json_decref(detail);
    return true;
}
