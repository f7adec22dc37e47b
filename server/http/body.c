#include "http/body.h"

#include <string.h>
#include <strings.h>

#include "core/service.h"
#include "core/settings.h"

h2o_iovec_t body_bytes(const struct exchange *x)
{
    return x->req->entity.base == NULL ? h2o_iovec_init("", 0) : x->req->entity;
}

/* Counts brackets and commas outside strings; what is not JSON is left to the parser. */
static bool within_bounds(const struct settings *settings, h2o_iovec_t text)
{
    long depth = 0, values = 1;
    bool quoted = false;

    for (size_t i = 0; i < text.len; i++) {
        char c = text.base[i];

        if (quoted) {
            i += c == '\\';
            quoted = c != '"';
            continue;
        }
        quoted = c == '"';
        values += c == ',' || c == '[' || c == '{';
        depth += (c == '[' || c == '{') - (c == ']' || c == '}');
        if (depth > settings->json_depth || values > settings->json_values)
            return false;
    }
    return true;
}

/* Without the mark of its encoding that .NET's writers put before a text. */
static h2o_iovec_t unmarked(h2o_iovec_t text)
{
    static const char mark[] = "\xef\xbb\xbf";
    const size_t length = sizeof(mark) - 1;

    return text.len >= length && memcmp(text.base, mark, length) == 0
               ? h2o_iovec_init(text.base + length, text.len - length)
               : text;
}

static void destroy(void *value)
{
    json_decref(value);
}

enum fault body_json(struct exchange *x, h2o_iovec_t text, bool lenient, json_t **value)
{
    json_t *parsed;

    if (!within_bounds(x->service->settings, text))
        return FAULT_BODY_MALFORMED;
    if (lenient)
        text = unmarked(text);
    parsed = json_loadb(text.base, text.len, lenient ? 0 : JSON_REJECT_DUPLICATES, NULL);
    if (parsed == NULL)
        return FAULT_BODY_MALFORMED;
    exchange_adopt(x, parsed, destroy);
    *value = parsed;
    return FAULT_NONE;
}

bool body_is(const struct exchange *x, const char *type)
{
    ssize_t at = h2o_find_header(&x->req->headers, H2O_TOKEN_CONTENT_TYPE, -1);
    size_t length = strlen(type);

    if (at < 0)
        return false;
    h2o_iovec_t given = x->req->headers.entries[at].value;
    return given.len >= length && strncasecmp(given.base, type, length) == 0 &&
           (given.len == length || given.base[length] == ';' || given.base[length] == ' ');
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
        return (c | 0x20) - 'a' + 10;
    return -1;
}

static bool is_utf8(const char *text, size_t length)
{
    json_t *checked = json_stringn(text, length);

    json_decref(checked);
    return checked != NULL;
}

/* NULL when an escape is broken or the text is not fit to be a form's field. */
static const char *decode(struct exchange *x, const char *text, size_t length)
{
    char *out = exchange_alloc(x, length + 1), *end = out;

    for (size_t i = 0; i < length; i++) {
        char c = text[i] == '+' ? ' ' : text[i];

        if (c == '%') {
            int high = i + 2 < length ? hex_digit(text[i + 1]) : -1;
            int low = i + 2 < length ? hex_digit(text[i + 2]) : -1;

            if (high < 0 || low < 0)
                return NULL;
            c = (char)(high * 16 + low);
            i += 2;
        }
        if ((unsigned char)c < ' ' || c == 0x7f)
            return NULL;
        *end++ = c;
    }
    return is_utf8(out, (size_t)(end - out)) ? out : NULL;
}

const char *body_field(struct exchange *x, const char *name)
{
    h2o_iovec_t body = body_bytes(x), value = {NULL, 0};
    const char *end = body.base + body.len, *stop;
    size_t length = strlen(name);

    for (const char *at = body.base; at < end; at = stop + 1) {
        stop = memchr(at, '&', (size_t)(end - at));
        stop = stop == NULL ? end : stop;
        if ((size_t)(stop - at) <= length || memcmp(at, name, length) != 0 || at[length] != '=')
            continue;
        if (value.base != NULL)
            return NULL;
        value = h2o_iovec_init(at + length + 1, (size_t)(stop - at) - length - 1);
    }
    return value.base == NULL ? NULL : decode(x, value.base, value.len);
}
