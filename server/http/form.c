#include "http/form.h"

#include <string.h>

#include <jansson.h>

#include "http/body.h"
#include "http/multipart.h"

enum { FIELD_MOST = 4096, TEXT_MOST = 64 * 1024 };

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

static bool is_control(char c, const char *allowed)
{
    return c == '\0' || (((unsigned char)c < ' ' || c == 0x7f) && strchr(allowed, c) == NULL);
}

/* NULL when an escape is broken or the text is not fit to be a form's field; of control characters only
 * these. */
static const char *decode(struct exchange *x, const char *text, size_t length, const char *controls)
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
        if (is_control(c, controls))
            return NULL;
        *end++ = c;
    }
    return is_utf8(out, (size_t)(end - out)) ? out : NULL;
}

/* Likewise, of a form whose fields are parts. */
static const char *part_text(struct exchange *x, const char *name, const char *controls)
{
    const struct form_part *found = NULL;

    for (size_t i = 0; i < x->parts->count; i++) {
        const struct form_part *part = &x->parts->part[i];

        if (part->is_file || strcmp(part->name, name) != 0)
            continue;
        if (found != NULL)
            return NULL;
        found = part;
    }
    if (found == NULL || found->bytes.len > TEXT_MOST || !is_utf8(found->bytes.base, found->bytes.len))
        return NULL;
    for (size_t i = 0; i < found->bytes.len; i++)
        if (is_control(found->bytes.base[i], controls))
            return NULL;
    return h2o_strdup(&x->pool, found->bytes.base, found->bytes.len).base;
}

/* How often the field is there, and what it was last, as written. */
static size_t find(h2o_iovec_t form, const char *name, h2o_iovec_t *value)
{
    const char *end = form.base + form.len, *stop;
    size_t length = strlen(name), found = 0;

    for (const char *at = form.base; at < end; at = stop + 1) {
        stop = memchr(at, '&', (size_t)(end - at));
        stop = stop == NULL ? end : stop;
        if ((size_t)(stop - at) <= length || memcmp(at, name, length) != 0 || at[length] != '=')
            continue;
        found++;
        *value = h2o_iovec_init(at + length + 1, (size_t)(stop - at) - length - 1);
    }
    return found;
}

static const char *field(struct exchange *x, h2o_iovec_t form, const char *name, const char *controls)
{
    h2o_iovec_t value;

    return find(form, name, &value) == 1 ? decode(x, value.base, value.len, controls) : NULL;
}

bool body_has(const struct exchange *x, const char *name)
{
    h2o_iovec_t value;

    return find(body_bytes(x), name, &value) != 0;
}

const char *body_field(struct exchange *x, const char *name)
{
    const char *text = x->parts != NULL ? part_text(x, name, "") : field(x, body_bytes(x), name, "");

    return text != NULL && strlen(text) <= FIELD_MOST ? text : NULL;
}

static bool is_number(const char *text, const char *end, int64_t *number)
{
    enum { MOST_DIGITS = 18 };

    if (text == end || end - text > MOST_DIGITS)
        return false;
    for (*number = 0; text < end; text++) {
        if (*text < '0' || *text > '9')
            return false;
        *number = *number * 10 + *text - '0';
    }
    return true;
}

size_t body_numbers(const struct exchange *x, const char *name, int64_t *numbers, size_t most)
{
    h2o_iovec_t form = body_bytes(x);
    const char *end = form.base + form.len, *stop;
    size_t length = strlen(name), count = 0;

    for (const char *at = form.base; at < end && count < most; at = stop + 1) {
        stop = memchr(at, '&', (size_t)(end - at));
        stop = stop == NULL ? end : stop;
        if ((size_t)(stop - at) > length && memcmp(at, name, length) == 0 && at[length] == '=')
            count += is_number(at + length + 1, stop, &numbers[count]);
    }
    return count;
}

static h2o_iovec_t query_of(const struct exchange *x)
{
    h2o_iovec_t path = x->req->path;
    size_t at = x->req->query_at == SIZE_MAX ? path.len : x->req->query_at + 1;

    return h2o_iovec_init(path.base + at, path.len - at);
}

const char *query_field(struct exchange *x, const char *name)
{
    return field(x, query_of(x), name, "");
}

const char *body_text(struct exchange *x, const char *name)
{
    return x->parts != NULL ? part_text(x, name, "\r\n\t") : field(x, body_bytes(x), name, "\r\n\t");
}

const char *query_text(struct exchange *x, const char *name)
{
    return form_text(x, query_of(x), name);
}

const char *form_text(struct exchange *x, h2o_iovec_t form, const char *name)
{
    return field(x, form, name, "\r\n\t");
}

bool query_has(const struct exchange *x, const char *name)
{
    h2o_iovec_t value;

    return find(query_of(x), name, &value) != 0;
}

bool query_number(struct exchange *x, const char *name, int64_t otherwise, int64_t *number)
{
    const char *text = query_field(x, name);

    *number = otherwise;
    return text == NULL ? !query_has(x, name) : is_number(text, text + strlen(text), number);
}

bool query_is(const struct exchange *x, const char *word)
{
    h2o_iovec_t query = query_of(x);

    return h2o_memis(query.base, query.len, word, strlen(word));
}
