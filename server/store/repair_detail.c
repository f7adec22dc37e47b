#include "store/repair_detail.h"

#include <string.h>

#include <h2o.h>

#include <jansson.h>

#include "core/json_text.h"
#include "core/seal.h"
#include "history/text.h"

enum { ROW_NUMBERS = 4 }; /* two days, the odometer, and a zero to make it even */

/* The clear columns beside it: a value that is moved to another row does not open there. */
struct row_of_detail {
    struct vehicle_key vehicle;
    int64_t workshop;
    int32_t numbers[ROW_NUMBERS];
};

static int32_t day_number(struct date day)
{
    return date_known(day) ? day.year * 10000 + day.month * 100 + day.day : 0;
}

static struct row_of_detail row_of(const struct vehicle_key *key, int64_t workshop, const struct record *r)
{
    return (struct row_of_detail){
        *key, workshop, {day_number(r->brought_on), day_number(r->settled_on), (int32_t)r->odometer_km, 0}
    };
}

_Static_assert(sizeof(struct row_of_detail) == VEHICLE_KEY_BYTES + 8 + 4 * ROW_NUMBERS, "no padding");

static struct seal_place place_of(const struct row_of_detail *row)
{
    return (struct seal_place){"repair.detail", row, sizeof(*row)};
}

enum { FACTS_BYTES = 256, ITEM_BYTES = 96 }; /* about */

static char last_of(const struct json_text *t)
{
    return t->base[t->length - 1];
}

static void put_name(struct json_text *t, const char *name)
{
    if (last_of(t) != '{' && last_of(t) != '[')
        json_raw(t, ",");
    json_string_put(t, name);
    json_raw(t, ":");
}

static bool is_utf8(const char *text)
{
    for (const char *end = text + strlen(text), *from = text; text < end; from = text) {
        text_next(&text, end);
        if (text - from == 1 && (unsigned char)*from >= 0x80)
            return false;
    }
    return true;
}

/* Absent values take no room, nor does what could not be read again. */
static void put_text(struct json_text *t, const char *name, const char *text)
{
    if (text == NULL || !is_utf8(text))
        return;
    put_name(t, name);
    json_string_put(t, text);
}

static void put_amount(struct json_text *t, const char *name, struct amount amount)
{
    if (!amount.known)
        return;
    put_name(t, name);
    json_number_put(t, (long)amount.hundredths);
}

static void begin_list(struct json_text *t, const char *name)
{
    put_name(t, name);
    json_raw(t, "[");
}

static void begin_item(struct json_text *t)
{
    json_raw(t, last_of(t) == '[' ? "{" : ",{");
}

static void put_works(struct json_text *t, const struct record *r)
{
    begin_list(t, "works");
    for (size_t i = 0; i < r->work_count; i++) {
        begin_item(t);
        put_text(t, "name", r->works[i].name);
        put_amount(t, "hours", r->works[i].hours);
        put_amount(t, "price", r->works[i].price);
        json_raw(t, "}");
    }
    json_raw(t, "]");
}

static void put_parts(struct json_text *t, const struct record *r)
{
    begin_list(t, "parts");
    for (size_t i = 0; i < r->part_count; i++) {
        begin_item(t);
        put_text(t, "name", r->parts[i].name);
        put_text(t, "code", r->parts[i].code);
        put_amount(t, "quantity", r->parts[i].quantity);
        put_amount(t, "price", r->parts[i].price);
        json_raw(t, "}");
    }
    json_raw(t, "]");
}

/* Most programs send none, and then there is no list either. */
static void put_fees(struct json_text *t, const struct record *r)
{
    if (r->fee_count == 0)
        return;
    begin_list(t, "fees");
    for (size_t i = 0; i < r->fee_count; i++) {
        begin_item(t);
        put_text(t, "name", r->fees[i].name);
        put_amount(t, "price", r->fees[i].price);
        json_raw(t, "}");
    }
    json_raw(t, "]");
}

static void put_unread(struct json_text *t, const struct record *r)
{
    begin_list(t, "unread");
    for (size_t i = 0; i < r->unread_count; i++) {
        begin_item(t);
        put_text(t, "field", r->unread[i].field);
        put_text(t, "text", r->unread[i].text);
        json_raw(t, "}");
    }
    json_raw(t, "]");
}

h2o_iovec_t repair_detail_seal(h2o_mem_pool_t *pool, const struct keys *keys, const struct vehicle_key *key,
                               int64_t workshop, const struct record *r)
{
    const struct row_of_detail row = row_of(key, workshop, r);
    size_t items = r->work_count + r->part_count + r->fee_count + r->unread_count;
    struct json_text t = json_text_new(pool, FACTS_BYTES + items * ITEM_BYTES);

    json_raw(&t, "{");
    put_text(&t, "plate", r->plate);
    put_text(&t, "settlement_no", r->settlement_no);
    put_text(&t, "company_name", r->company_name);
    put_text(&t, "fault", r->fault);
    put_works(&t, r);
    put_parts(&t, r);
    put_fees(&t, r);
    put_amount(&t, "total", r->total);
    put_unread(&t, r);
    json_raw(&t, "}");
    return seal(pool, keys, KEY_SEAL, place_of(&row), json_text_bytes(&t));
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
        (struct work){text_of(pool, work, "name"), amount_of(work, "hours"), amount_of(work, "price")};
    r->works = works;
    r->work_count = json_array_size(array);
}

static void read_parts(h2o_mem_pool_t *pool, const json_t *array, struct record *r)
{
    struct part *parts = h2o_mem_alloc_pool(pool, sizeof(*parts) * (json_array_size(array) + 1));
    const json_t *part;
    size_t i;

    json_array_foreach((json_t *)array, i, part) parts[i] =
        (struct part){text_of(pool, part, "name"), text_of(pool, part, "code"), amount_of(part, "quantity"),
                      amount_of(part, "price")};
    r->parts = parts;
    r->part_count = json_array_size(array);
}

static void read_fees(h2o_mem_pool_t *pool, const json_t *array, struct record *r)
{
    struct fee *fees = h2o_mem_alloc_pool(pool, sizeof(*fees) * (json_array_size(array) + 1));
    const json_t *fee;
    size_t i;

    json_array_foreach((json_t *)array, i, fee) fees[i] =
        (struct fee){text_of(pool, fee, "name"), amount_of(fee, "price")};
    r->fees = fees;
    r->fee_count = json_array_size(array);
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
    const struct row_of_detail row = row_of(key, r->workshop.id, r);
    h2o_iovec_t plain;

    if (!unseal(pool, keys, KEY_SEAL, place_of(&row), sealed, &plain))
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
    read_fees(pool, json_object_get(detail, "fees"), r);
    r->total = amount_of(detail, "total");
    read_unread(pool, json_object_get(detail, "unread"), r);
    json_decref(detail);
    return true;
}
