#include "core/json_text.h"

#include <stdbool.h>
#include <string.h>

#include <h2o.h>

struct json_text json_text_new(h2o_mem_pool_t *pool, size_t expected)
{
    return (struct json_text){pool, h2o_mem_alloc_pool(pool, expected), 0, expected};
}

static char *make_room(struct json_text *t, size_t length)
{
    if (t->room - t->length < length) {
        t->room = (t->room + length) * 2;
        char *larger = h2o_mem_alloc_pool(t->pool, t->room);
        memcpy(larger, t->base, t->length);
        t->base = larger;
    }
    return t->base + t->length;
}

static void put(struct json_text *t, const char *text, size_t length)
{
    memcpy(make_room(t, length), text, length);
    t->length += length;
}

void json_raw(struct json_text *t, const char *text)
{
    put(t, text, strlen(text));
}

void json_raw_bytes(struct json_text *t, h2o_iovec_t bytes)
{
    put(t, bytes.base, bytes.len);
}

static bool is_plain(char c)
{
    return (unsigned char)c >= ' ' && c != '"' && c != '\\';
}

static void put_escaped(struct json_text *t, char c)
{
    static const char digits[] = "0123456789abcdef";
    char hex[] = "\\u0000";

    if (c == '"' || c == '\\') {
        put(t, "\\", 1);
        put(t, &c, 1);
        return;
    }
    hex[4] = digits[(unsigned char)c >> 4];
    hex[5] = digits[c & 0xf];
    put(t, hex, strlen(hex));
}

void json_string_put(struct json_text *t, const char *text)
{
    if (text == NULL) {
        json_raw(t, "null");
        return;
    }
    put(t, "\"", 1);
    while (*text != '\0') {
        size_t plain = 0;

        while (is_plain(text[plain]))
            plain++;
        put(t, text, plain);
        text += plain;
        if (*text != '\0')
            put_escaped(t, *text++);
    }
    put(t, "\"", 1);
}

void json_number_put(struct json_text *t, long number)
{
    char digits[24], *at = digits + sizeof(digits);
    unsigned long left = number < 0 ? 0 - (unsigned long)number : (unsigned long)number;

    do
        *--at = (char)('0' + left % 10);
    while ((left /= 10) != 0);
    if (number < 0)
        *--at = '-';
    put(t, at, (size_t)(digits + sizeof(digits) - at));
}

h2o_iovec_t json_text_bytes(const struct json_text *t)
{
    return h2o_iovec_init(t->base, t->length);
}
