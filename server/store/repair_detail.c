#include "store/repair_detail.h"

#include <stdio.h>
#include <string.h>

#include <h2o.h>

#include <jansson.h>

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

/* Written by hand: a tree of values to write from takes three times as long as all the rest of a record. */
struct writer {
    char *end;
};

enum { MARKS = 48, ESCAPED = 6 }; /* around and between the values of one member; a byte as \u00XX */

static size_t room_for(const char *text)
{
    return MARKS + (text == NULL ? 0 : strlen(text) * ESCAPED);
}

static size_t room_for_record(const struct record *r)
{
    size_t room = MARKS * 4 + room_for(r->plate) + room_for(r->settlement_no) + room_for(r->company_name) +
                  room_for(r->fault);

    for (size_t i = 0; i < r->work_count; i++)
        room += room_for(r->works[i].name) + MARKS * 2;
    for (size_t i = 0; i < r->part_count; i++)
        room += room_for(r->parts[i].name) + room_for(r->parts[i].code) + MARKS * 2;
    for (size_t i = 0; i < r->unread_count; i++)
        room += room_for(r->unread[i].field) + room_for(r->unread[i].text) + MARKS;
    return room;
}

static char *put_ascii(char *end, char c)
{
    if (c == '"' || c == '\\') {
        *end++ = '\\';
        *end++ = c;
        return end;
    }
    if ((unsigned char)c >= ' ') {
        *end++ = c;
        return end;
    }
    return end + sprintf(end, "\\u%04x", (unsigned)c);
}

/* False, and nothing that counts, for a text that is not UTF-8. */
static bool put_escaped(struct writer *w, const char *text)
{
    const char *stop = text + strlen(text);
    char *end = w->end;

    *end++ = '"';
    while (text < stop) {
        const char *from = text;

        if ((unsigned char)*text < 0x80) {
            end = put_ascii(end, *text++);
            continue;
        }
        text_next(&text, stop);
        if (text - from == 1)
            return false;
        memcpy(end, from, (size_t)(text - from));
        end += text - from;
    }
    *end++ = '"';
    w->end = end;
    return true;
}

static void put_name(struct writer *w, const char *name)
{
    if (w->end[-1] != '{' && w->end[-1] != '[')
        *w->end++ = ',';
    *w->end++ = '"';
    w->end = stpcpy(w->end, name);
    w->end = stpcpy(w->end, "\":");
}

/* Absent values take no room. */
static void put_text(struct writer *w, const char *name, const char *text)
{
    char *before = w->end;

    if (text == NULL)
        return;
    put_name(w, name);
    if (!put_escaped(w, text))
        w->end = before;
}

static void put_amount(struct writer *w, const char *name, struct amount amount)
{
    if (!amount.known)
        return;
    put_name(w, name);
    w->end += sprintf(w->end, "%lld", (long long)amount.hundredths);
}

static void begin_object(struct writer *w)
{
    if (w->end[-1] == '}')
        *w->end++ = ',';
    *w->end++ = '{';
}

static void begin_list(struct writer *w, const char *name)
{
    put_name(w, name);
    *w->end++ = '[';
}

static void put(struct writer *w, char mark)
{
    *w->end++ = mark;
}

static void put_works(struct writer *w, const struct record *r)
{
    begin_list(w, "works");
    for (size_t i = 0; i < r->work_count; i++) {
        begin_object(w);
        put_text(w, "name", r->works[i].name);
        put_amount(w, "hours", r->works[i].hours);
        put(w, '}');
    }
    put(w, ']');
}

static void put_parts(struct writer *w, const struct record *r)
{
    begin_list(w, "parts");
    for (size_t i = 0; i < r->part_count; i++) {
        begin_object(w);
        put_text(w, "name", r->parts[i].name);
        put_text(w, "code", r->parts[i].code);
        put_amount(w, "quantity", r->parts[i].quantity);
        put(w, '}');
    }
    put(w, ']');
}

static void put_unread(struct writer *w, const struct record *r)
{
    begin_list(w, "unread");
    for (size_t i = 0; i < r->unread_count; i++) {
        begin_object(w);
        put_text(w, "field", r->unread[i].field);
        put_text(w, "text", r->unread[i].text);
        put(w, '}');
    }
    put(w, ']');
}

h2o_iovec_t repair_detail_seal(h2o_mem_pool_t *pool, const struct keys *keys, const struct vehicle_key *key,
                               int64_t workshop, const struct record *r)
{
    const struct row_of_detail row = row_of(key, workshop, r);
    char *text = h2o_mem_alloc_pool(pool, room_for_record(r));
    struct writer w = {text};

    put(&w, '{');
    put_text(&w, "plate", r->plate);
    put_text(&w, "settlement_no", r->settlement_no);
    put_text(&w, "company_name", r->company_name);
    put_text(&w, "fault", r->fault);
    put_works(&w, r);
    put_parts(&w, r);
    put_unread(&w, r);
    put(&w, '}');
    return seal(pool, keys, KEY_SEAL, place_of(&row), h2o_iovec_init(text, (size_t)(w.end - text)));
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
    read_unread(pool, json_object_get(detail, "unread"), r);
    json_decref(detail);
    return true;
}
