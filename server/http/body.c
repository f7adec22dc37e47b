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
