#include "http/members.h"

#include <string.h>

#include "http/body.h"

static const char *skip_blanks(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r'))
        at++;
    return at;
}

/* Behind the sign, or NULL. */
static const char *skip(const char *at, const char *end, char sign)
{
    if (at == NULL)
        return NULL;
    at = skip_blanks(at, end);
    return at < end && *at == sign ? at + 1 : NULL;
}

/* Behind a string of printable ASCII without escapes, or NULL. */
static const char *scan_text(const char *at, const char *end, h2o_iovec_t *text)
{
    const char *begin = at = skip(at, end, '"');

    if (at == NULL)
        return NULL;
    while (at < end && *at >= ' ' && *at <= '~' && *at != '"' && *at != '\\')
        at++;
    if (at == end || *at != '"')
        return NULL;
    *text = h2o_iovec_init(begin, (size_t)(at - begin));
    return at + 1;
}

static struct member *find(struct member *members, size_t count, h2o_iovec_t name)
{
    for (size_t i = 0; i < count; i++)
        if (h2o_memis(name.base, name.len, members[i].name, strlen(members[i].name)))
            return &members[i];
    return NULL;
}

bool members_scan(h2o_iovec_t text, struct member *members, size_t count)
{
    const char *end = text.base + text.len, *at = skip(text.base, end, '{'), *next;
    h2o_iovec_t name, value;

    for (size_t i = 0; i < count; i++)
        members[i].kind = MEMBER_ABSENT;
    do {
        at = scan_text(skip(scan_text(at, end, &name), end, ':'), end, &value);
        struct member *m = at == NULL ? NULL : find(members, count, name);
        if (m == NULL || m->kind != MEMBER_ABSENT)
            return false;
        m->kind = MEMBER_TEXT;
        m->text = value;
        next = skip(at, end, ',');
        at = next == NULL ? at : next;
    } while (next != NULL);
    at = skip(at, end, '}');
    return at != NULL && skip_blanks(at, end) == end;
}

enum fault members_of(struct exchange *x, h2o_iovec_t text, struct member *members, size_t count)
{
    enum fault fault;
    json_t *object;

    if (members_scan(text, members, count))
        return FAULT_NONE;
    fault = body_json(x, text, false, &object);
    if (failed(fault))
        return fault;
    if (!json_is_object(object))
        return FAULT_BODY_MALFORMED;
    for (size_t i = 0; i < count; i++) {
        const json_t *value = json_object_get(object, members[i].name);

        members[i].kind = value == NULL || json_is_null(value) ? MEMBER_ABSENT
                          : json_is_string(value)              ? MEMBER_TEXT
                                                               : MEMBER_OTHER;
        if (members[i].kind == MEMBER_TEXT)
            members[i].text = h2o_iovec_init(json_string_value(value), json_string_length(value));
    }
    return FAULT_NONE;
}

enum fault members_read(struct exchange *x, struct member *members, size_t count)
{
    if (!body_is(x, "application/json"))
        return FAULT_TYPE_UNSUPPORTED;
    return members_of(x, body_bytes(x), members, count);
}
