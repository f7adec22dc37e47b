#include "http/multipart.h"

#include <string.h>
#include <strings.h>

#include <gmime/gmime.h>

#include "http/body.h"

/* HEAD_MOST: bytes of a part's head with the empty line behind it. */
enum { NAME_MOST = 64, BOUNDARY_MOST = 70, HEAD_MOST = 1024 };

void multipart_init(void)
{
    g_mime_init();
}

static bool begins(h2o_iovec_t text, const char *word)
{
    size_t length = strlen(word);

    return text.len >= length && strncasecmp(text.base, word, length) == 0;
}

/* What stands between two parts, the line break before it included; empty when the type does not say. */
static h2o_iovec_t delimiter_of(struct exchange *x)
{
    const h2o_headers_t *headers = &x->req->headers;
    ssize_t at = h2o_find_header(headers, H2O_TOKEN_CONTENT_TYPE, -1);
    h2o_iovec_t found = {"", 0}, given;
    const char *boundary;

    if (!body_is(x, "multipart/form-data"))
        return found;
    given = headers->entries[at].value;
    if (given.len > HEAD_MOST)
        return found;
    GMimeContentType *type =
        g_mime_content_type_parse(NULL, h2o_strdup(&x->pool, given.base, given.len).base);
    boundary = g_mime_content_type_get_parameter(type, "boundary");
    if (boundary != NULL && *boundary != '\0' && strlen(boundary) <= BOUNDARY_MOST) {
        found.base = (char *)exchange_text(x, "\r\n--%s", boundary);
        found.len = strlen(found.base);
    }
    g_object_unref(type);
    return found;
}

/* The value of the one line of a head that says which field this is; empty when there is none, or another. */
static h2o_iovec_t disposition_of(h2o_iovec_t head)
{
    static const char name[] = "content-disposition:";
    h2o_iovec_t found = {"", 0}, line;

    for (const char *at = head.base, *end = head.base + head.len; at < end; at += line.len + 2) {
        const char *stop = memmem(at, (size_t)(end - at), "\r\n", 2);

        line = h2o_iovec_init(at, (size_t)((stop == NULL ? end : stop) - at));
        if (!begins(line, name))
            continue;
        if (found.len != 0)
            return h2o_iovec_init("", 0);
        found = h2o_iovec_init(line.base + sizeof(name) - 1, line.len - (sizeof(name) - 1));
    }
    return found;
}

static bool take_name(struct exchange *x, h2o_iovec_t disposition, struct form_part *part)
{
    GMimeContentDisposition *parsed;
    const char *name;

    if (disposition.len == 0 || memchr(disposition.base, '\0', disposition.len) != NULL)
        return false;
    parsed =
        g_mime_content_disposition_parse(NULL, h2o_strdup(&x->pool, disposition.base, disposition.len).base);
    name = g_mime_content_disposition_get_parameter(parsed, "name");
    part->is_file = g_mime_content_disposition_get_parameter(parsed, "filename") != NULL;
    if (name != NULL && strlen(name) < NAME_MOST)
        part->name = exchange_kept(x, name);
    g_object_unref(parsed);
    return part->name != NULL;
}

/* A form's bytes are what they are, whatever encoding a part names (RFC 7578, 4.7). */
static bool take_part(struct exchange *x, const char *from, const char *to, struct form_part *part)
{
    size_t length = (size_t)(to - from);
    const char *gap = memmem(from, length < HEAD_MOST ? length : HEAD_MOST, "\r\n\r\n", 4);

    if (gap == NULL)
        return false;
    part->bytes = h2o_iovec_init(gap + 4, (size_t)(to - gap) - 4);
    return take_name(x, disposition_of(h2o_iovec_init(from, (size_t)(gap - from))), part);
}

/* What stands behind a delimiter: the rest of its line, or the two hyphens that end the form. */
static bool pass_line(const char **at, const char *end, bool *last)
{
    *last = end - *at >= 2 && memcmp(*at, "--", 2) == 0;
    while (*at < end && (**at == ' ' || **at == '\t'))
        ++*at;
    if (!*last && (end - *at < 2 || memcmp(*at, "\r\n", 2) != 0))
        return false;
    *at += 2;
    return true;
}

/* RFC 2046, 5.1.1, without anything before the first part, as browsers send it. Nothing is kept for a part
 * before it is known to be one of the few that may be there. */
static bool divide(struct exchange *x, h2o_iovec_t body, h2o_iovec_t delimiter, struct form_parts *parts)
{
    const char *at = body.base, *end = body.base + body.len, *next;
    bool last;

    if (delimiter.len == 0 || body.len < delimiter.len ||
        memcmp(at, delimiter.base + 2, delimiter.len - 2) != 0)
        return false;
    for (at += delimiter.len - 2; pass_line(&at, end, &last) && !last; at = next + delimiter.len) {
        if (parts->count == PARTS_MOST)
            return false;
        next = memmem(at, (size_t)(end - at), delimiter.base, delimiter.len);
        if (next == NULL || !take_part(x, at, next, &parts->part[parts->count]))
            return false;
        parts->count++;
    }
    return last && parts->count > 0;
}

void multipart_read(struct exchange *x)
{
    struct form_parts *parts = exchange_new(x, struct form_parts);

    if (divide(x, body_bytes(x), delimiter_of(x), parts))
        x->parts = parts;
}

h2o_iovec_t multipart_file(const struct exchange *x, const char *name)
{
    const struct form_part *found = NULL;

    for (size_t i = 0; x->parts != NULL && i < x->parts->count; i++) {
        if (!x->parts->part[i].is_file || strcmp(x->parts->part[i].name, name) != 0)
            continue;
        if (found != NULL)
            return h2o_iovec_init("", 0);
        found = &x->parts->part[i];
    }
    return found == NULL ? h2o_iovec_init("", 0) : found->bytes;
}
