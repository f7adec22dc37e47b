#include "http/framing.h"

#include <string.h>
#include <strings.h>

enum { MOST_PATH = 2048, MOST_WITH_RECORD = 10240, MOST_HEAD = 16384 };

struct seen {
    int hosts, lengths, encodings;
    bool malformed;
};

static bool is(const char *name, size_t length, const char *other)
{
    return length == strlen(other) && strncasecmp(name, other, length) == 0;
}

/* An empty name is what h2o makes of a folded line; such lines hide fields from one of two readers. */
static void see_line(struct seen *seen, const char *line, size_t length)
{
    const char *colon = memchr(line, ':', length);
    size_t name = colon == NULL ? 0 : (size_t)(colon - line);

    if (name == 0 || *line == ' ' || *line == '\t' || colon[-1] == ' ' || colon[-1] == '\t' ||
        memchr(line, '\0', length) != NULL || memchr(line, '\r', length) != NULL) {
        seen->malformed = true;
        return;
    }
    seen->hosts += is(line, name, "host");
    seen->lengths += is(line, name, "content-length");
    seen->encodings += is(line, name, "transfer-encoding");
}

/* The length of the line at `at` without its end; *next is where the following one begins. */
static size_t line_at(const char *at, const char *end, const char **next)
{
    const char *newline = memchr(at, '\n', (size_t)(end - at));

    *next = newline == NULL ? end : newline + 1;
    if (newline == NULL)
        newline = end;
    return (size_t)(newline - at) - (newline > at && newline[-1] == '\r');
}

enum fault framing_check_head(const char *head, size_t length, int version)
{
    const char *end = head + length, *at, *next;
    struct seen seen = {0};
    size_t line;

    for (at = head; at < end && line_at(at, end, &next) == 0; at = next) /* empty lines before the request */
        ;
    line_at(at, end, &next);
    for (at = next; at < end && (line = line_at(at, end, &next)) != 0; at = next)
        see_line(&seen, at, line);
    if (at - head > MOST_HEAD)
        return FAULT_HEAD_TOO_LARGE;
    if (seen.malformed || seen.lengths + seen.encodings > 1)
        return FAULT_FRAMING;
    if (seen.encodings != 0 && version < 0x101)
        return FAULT_FRAMING;
    if (seen.hosts > 1 || (version >= 0x101 && seen.hosts != 1))
        return FAULT_FRAMING;
    return FAULT_NONE;
}

static bool begins(const char *text, size_t length, const char *start)
{
    return length >= strlen(start) && strncasecmp(text, start, strlen(start)) == 0;
}

/* Foshan's programs have a whole record behind the question mark. */
static bool holds_a_record(const char *path, const char *query)
{
    static const char end[] = ".ashx";

    return query != NULL && query - path <= MOST_PATH && query - path >= (ptrdiff_t)strlen(end) &&
           memcmp(query - strlen(end), end, strlen(end)) == 0;
}

enum fault framing_check_path(const char *path, size_t length)
{
    static const char *const refused[] = {"%00", "%2f", "%5c", "%2e", "..", "//", "\\"};
    const char *query = memchr(path, '?', length);

    if (length > (holds_a_record(path, query) ? MOST_WITH_RECORD : MOST_PATH))
        return FAULT_PATH_TOO_LONG;
    length = query == NULL ? length : (size_t)(query - path);
    if (length == 0 || path[0] != '/')
        return FAULT_PATH_INVALID;
    for (size_t i = 0; i < length; i++)
        for (size_t r = 0; strchr("%./\\", path[i]) != NULL && r < sizeof(refused) / sizeof(refused[0]); r++)
            if (begins(path + i, length - i, refused[r]))
                return FAULT_PATH_INVALID;
    return FAULT_NONE;
}

enum fault framing_check(h2o_req_t *req)
{
    h2o_socket_t *socket = req->conn->callbacks->get_socket(req->conn);
    enum fault fault;

    if (socket == NULL || socket->input == NULL)
        return FAULT_FRAMING;
    fault = framing_check_head(socket->input->bytes, socket->input->size, req->version);
    return failed(fault) ? fault : framing_check_path(req->input.path.base, req->input.path.len);
}
