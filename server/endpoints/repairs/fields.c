#include "endpoints/repairs/fields.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <h2o.h>

#include "core/date.h"
#include "history/text.h"

enum { WORKSHOP_DIGITS = 15, MAX_VIN = 32, MAX_TYPE = 40, MOST_YUAN = 1000000000, MAX_POINTER = 96 };

enum kind { TEXT, DAY, NUMBER, WHOLE, FUEL, USE, UNKEPT, LIST };

/* Bounds: of a text in characters, of a list in elements. UNKEPT: a text that is looked at and left where it
 * is. */
struct field {
    const char *name;
    enum kind kind;
    size_t most, place; /* of the const char * in its struct */
    bool needed;
};

struct reading {
    h2o_mem_pool_t *pool;
    struct field_mistake *mistake;
    char at[MAX_POINTER]; /* of the object that is read */
};

/* clang-format off */
#define OF_RECORD(member) offsetof(struct repair_fields, member)
static const struct field of_record[] = {
    {"workshop",      TEXT,   WORKSHOP_DIGITS,   OF_RECORD(workshop),          false},
    {"vin",           TEXT,   MAX_VIN,           OF_RECORD(raw.vin),           true },
    {"plate",         TEXT,   MAX_PLATE,         OF_RECORD(raw.plate),         false},
    {"brought_in",    DAY,    0,                 OF_RECORD(raw.brought_on),    false},
    {"settled",       DAY,    0,                 OF_RECORD(raw.settled_on),    true },
    {"odometer_km",   WHOLE,  0,                 OF_RECORD(raw.odometer),      false},
    {"fault",         TEXT,   MAX_FAULT,         OF_RECORD(raw.fault),         false},
    {"settlement_no", TEXT,   MAX_SETTLEMENT_NO, OF_RECORD(raw.settlement_no), true },
    {"works",         LIST,   MAX_WORKS,         0,                            false},
    {"parts",         LIST,   MAX_PARTS,         0,                            false},
    {"fees",          LIST,   MAX_FEES,          0,                            false},
    {"total",         NUMBER, 0,                 OF_RECORD(raw.total),         false},
    {"fuel",          FUEL,   0,                 OF_RECORD(raw.fuel),          false},
    {"use",           USE,    0,                 OF_RECORD(raw.use),           false},
    {NULL,            TEXT,   0,                 0,                            false},
};
static const struct field of_work[] = {
    {"name",  TEXT,   MAX_NAME, offsetof(struct raw_work, name),  true },
    {"hours", NUMBER, 0,        offsetof(struct raw_work, hours), false},
    {"price", NUMBER, 0,        offsetof(struct raw_work, price), false},
    {"type",  UNKEPT, MAX_TYPE, 0,                                false},
    {NULL,    TEXT,   0,        0,                                false},
};
static const struct field of_part[] = {
    {"name",     TEXT,   MAX_NAME, offsetof(struct raw_part, name),     true },
    {"code",     TEXT,   MAX_NAME, offsetof(struct raw_part, code),     false},
    {"quantity", NUMBER, 0,        offsetof(struct raw_part, quantity), false},
    {"price",    NUMBER, 0,        offsetof(struct raw_part, price),    false},
    {"brand",    UNKEPT, MAX_NAME, 0,                                   false},
    {NULL,       TEXT,   0,        0,                                   false},
};
static const struct field of_fee[] = {
    {"name",  TEXT,   MAX_NAME, offsetof(struct raw_fee, name),  true },
    {"price", NUMBER, 0,        offsetof(struct raw_fee, price), true },
    {NULL,    TEXT,   0,        0,                               false},
};
/* clang-format on */

static const char *text_of(h2o_mem_pool_t *pool, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static const char *text_of(h2o_mem_pool_t *pool, const char *format, ...)
{
    char text[256];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    return h2o_strdup(pool, text, SIZE_MAX).base;
}

static bool wrong(struct reading *r, const char *name, const char *english, const char *chinese)
{
    *r->mistake = (struct field_mistake){text_of(r->pool, "%s%s%s", r->at, *name == '\0' ? "" : "/", name),
                                         english, chinese};
    return false;
}

static size_t characters(const char *text)
{
    size_t count = 0;

    for (; *text != '\0'; text++)
        count += ((unsigned char)*text & 0xc0) != 0x80;
    return count;
}

static bool read_text(struct reading *r, const struct field *f, const json_t *value, const char **text)
{
    *text = json_string_value(value);
    if (*text != NULL && characters(*text) <= f->most)
        return true;
    return wrong(r, f->name, text_of(r->pool, "%s is a text of at most %zu characters.", f->name, f->most),
                 text_of(r->pool, "%s 应为不超过 %zu 个字符的文本。", f->name, f->most));
}

static bool read_day(struct reading *r, const struct field *f, const json_t *value, const char **text)
{
    struct date day;

    *text = json_string_value(value);
    if (*text != NULL && date_parse(&day, *text, json_string_length(value)))
        return true;
    return wrong(r, f->name,
                 text_of(r->pool, "%s is a day, 2024-05-31, with or without a time behind it.", f->name),
                 text_of(r->pool, "%s 应为日期，如 2024-05-31，可带时间。", f->name));
}

/* 12, 12.5, -3; of nine digits at most before the point. */
static bool is_decimal(const char *text)
{
    text += *text == '-';
    size_t digits = strspn(text, "0123456789");

    if (digits == 0 || digits > 9 || (text[digits] != '\0' && text[digits] != '.'))
        return false;
    size_t behind = text[digits] == '.' ? strspn(text + digits + 1, "0123456789") : 0;
    return text[digits] == '\0' || (behind >= 1 && behind <= 4 && text[digits + 1 + behind] == '\0');
}

static bool read_number(struct reading *r, const struct field *f, const json_t *value, const char **text)
{
    double number = json_number_value(value);

    *text = json_string_value(value);
    if (json_is_number(value) && number > -MOST_YUAN && number < MOST_YUAN)
        *text = json_is_integer(value) ? text_of(r->pool, "%lld", (long long)json_integer_value(value))
                                       : text_of(r->pool, "%.4f", number);
    if (*text != NULL && is_decimal(*text))
        return true;
    return wrong(r, f->name,
                 text_of(r->pool, "%s is a number, or a text like 12.50, below a thousand million.", f->name),
                 text_of(r->pool, "%s 应为数字，或 12.50 形式的文本，小于十亿。", f->name));
}

static bool read_whole(struct reading *r, const struct field *f, const json_t *value, const char **text)
{
    *text = text_of(r->pool, "%lld", (long long)json_integer_value(value));
    return json_is_integer(value) || wrong(r, f->name, text_of(r->pool, "%s is a whole number.", f->name),
                                           text_of(r->pool, "%s 应为整数。", f->name));
}

static bool read_fuel(struct reading *r, const struct field *f, const json_t *value, const char **text)
{
    *text = json_string_value(value);
    return (*text != NULL && **text >= 'A' && **text <= 'Z' && (*text)[1] == '\0') ||
           wrong(r, f->name, "fuel is one letter, A to Z.", "fuel 应为一个字母 A 至 Z。");
}

static bool read_use(struct reading *r, const struct field *f, const json_t *value, const char **text)
{
    const char *word = json_string_value(value);

    *text = word != NULL && strcmp(word, "commercial") == 0 ? "1" : "2";
    return (word != NULL && (**text == '1' || strcmp(word, "private") == 0)) ||
           wrong(r, f->name, "use is commercial or private.",
                 "use 应为 commercial（营运）或 private（非营运）。");
}

static bool read_value(struct reading *r, const struct field *f, const json_t *value, const char **text)
{
    switch (f->kind) {
    case DAY: return read_day(r, f, value, text);
    case NUMBER: return read_number(r, f, value, text);
    case WHOLE: return read_whole(r, f, value, text);
    case FUEL: return read_fuel(r, f, value, text);
    case USE: return read_use(r, f, value, text);
    default: return read_text(r, f, value, text);
    }
}

/* A name that is none of ours is repeated only where it cannot be anybody's words. */
static bool knows_all(struct reading *r, const struct field *fields, const json_t *object)
{
    const char *name;
    json_t *value;

    json_object_foreach((json_t *)object, name, value)
    {
        const struct field *f = fields;
        size_t length = strlen(name);

        while (f->name != NULL && strcmp(f->name, name) != 0)
            f++;
        if (f->name == NULL)
            return wrong(r, length <= 32 && strspn(name, "abcdefghijklmnopqrstuvwxyz_") == length ? name : "",
                         "There is a member that is not known here.", "含有此接口没有的字段。");
    }
    return true;
}

/* Fills in the members of the struct at `to`; lists are left to the caller. */
static bool read_object(struct reading *r, const struct field *fields, const json_t *object, void *to)
{
    if (!json_is_object(object))
        return wrong(r, "", "An object is expected here.", "此处应为 JSON 对象。");
    if (!knows_all(r, fields, object))
        return false;
    for (const struct field *f = fields; f->name != NULL; f++) {
        const json_t *value = json_object_get(object, f->name);
        const char *text = NULL;

        if (f->kind == LIST)
            continue;
        if (value != NULL && !json_is_null(value) && !read_value(r, f, value, &text))
            return false;
        if (f->needed && text_is_filler(text))
            return wrong(r, f->name, text_of(r->pool, "%s is needed.", f->name),
                         text_of(r->pool, "缺少 %s。", f->name));
        if (f->kind != UNKEPT)
            *(const char **)((char *)to + f->place) = text;
    }
    return true;
}

/* The elements of a list, in memory of the pool; NULL after a mistake. */
static void *read_list(struct reading *r, const struct field *list, const struct field *fields,
                       const json_t *record, size_t size, size_t *count)
{
    const json_t *elements = json_object_get(record, list->name);
    char *read;

    *count = json_array_size(elements);
    if ((elements != NULL && !json_is_array(elements) && !json_is_null(elements)) || *count > list->most) {
        wrong(r, list->name, text_of(r->pool, "%s is a list of at most %zu.", list->name, list->most),
              text_of(r->pool, "%s 应为不超过 %zu 项的数组。", list->name, list->most));
        return NULL;
    }
    read = h2o_mem_alloc_pool(r->pool, size * (*count + 1));
    memset(read, 0, size * (*count + 1));
    for (size_t i = 0; i < *count; i++) {
        snprintf(r->at, sizeof(r->at), "/%s/%zu", list->name, i);
        if (!read_object(r, fields, json_array_get(elements, i), read + i * size))
            return NULL;
    }
    r->at[0] = '\0';
    return read;
}

static const struct field *list_called(const char *name)
{
    const struct field *f = of_record;

    while (strcmp(f->name, name) != 0)
        f++;
    return f;
}

bool repair_fields_read(h2o_mem_pool_t *pool, const json_t *record, struct repair_fields *fields,
                        struct field_mistake *mistake)
{
    struct reading r = {.pool = pool, .mistake = mistake};
    struct raw_submission *raw = &fields->raw;

    *fields = (struct repair_fields){0};
    return read_object(&r, of_record, record, fields) &&
           (raw->works = read_list(&r, list_called("works"), of_work, record, sizeof(*raw->works),
                                   &raw->work_count)) != NULL &&
           (raw->parts = read_list(&r, list_called("parts"), of_part, record, sizeof(*raw->parts),
                                   &raw->part_count)) != NULL &&
           (raw->fees = read_list(&r, list_called("fees"), of_fee, record, sizeof(*raw->fees),
                                  &raw->fee_count)) != NULL;
}
