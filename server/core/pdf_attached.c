#include "core/pdf_attachment.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <zlib.h>

enum { CANDIDATES_MOST = 64, DICTIONARY_MOST = 4096, DEEPEST = 8 };

static const char kind[] = "/EmbeddedFile";

/* A part of the document that is being read; what is at `end` is not in it. */
struct reading {
    const char *at, *end;
};

/* What a stream says about itself. */
struct stream_head {
    struct reading length, filter, parameters; /* the values as they stand; none: empty */
    bool is_file, is_json;
};

static bool is_white(char c)
{
    return c == '\0' || c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == ' ';
}

static bool is_delimiter(char c)
{
    return c != '\0' && strchr("()<>[]{}/%", c) != NULL;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void skip_white(struct reading *r)
{
    while (r->at < r->end && is_white(*r->at))
        r->at++;
}

static bool skip_string(struct reading *r)
{
    int open = 0;

    for (; r->at < r->end; r->at++)
        if (*r->at == '\\' && r->at + 1 < r->end)
            r->at++;
        else if (*r->at == '(')
            open++;
        else if (*r->at == ')' && --open == 0) {
            r->at++;
            return true;
        }
    return false;
}

static bool begins(const struct reading *r, const char *text)
{
    size_t length = strlen(text);

    return (size_t)(r->end - r->at) >= length && memcmp(r->at, text, length) == 0;
}

/* One token: a bracket, a string, a name, or what stands by itself. False at the end and for a string that
 * has none. */
static bool token(struct reading *r, struct reading *found)
{
    skip_white(r);
    found->at = r->at;
    if (r->at == r->end)
        return false;
    if (begins(r, "<<") || begins(r, ">>"))
        r->at += 2;
    else if (*r->at == '(') {
        if (!skip_string(r))
            return false;
    } else if (*r->at == '<') {
        while (r->at < r->end && *r->at++ != '>')
            ;
    } else {
        r->at++;
        if (found->at[0] == '/' || !is_delimiter(found->at[0]))
            while (r->at < r->end && !is_white(*r->at) && !is_delimiter(*r->at))
                r->at++;
    }
    found->end = r->at;
    return true;
}

static bool is(const struct reading *token, const char *text)
{
    return (size_t)(token->end - token->at) == strlen(text) && memcmp(token->at, text, strlen(text)) == 0;
}

/* Everything up to the next key or the end of the dictionary, whatever is nested in it. */
static bool value(struct reading *r, struct reading *found)
{
    struct reading t, before;
    int depth = 0;

    skip_white(r);
    found->at = found->end = r->at;
    for (bool first = true;; first = false) {
        before = *r;
        if (!token(r, &t))
            return false;
        if (depth == 0 && ((!first && *t.at == '/') || is(&t, ">>"))) {
            *r = before;
            return true;
        }
        depth += is(&t, "<<") || is(&t, "[");
        depth -= is(&t, ">>") || is(&t, "]");
        if (depth < 0 || depth > DEEPEST)
            return false;
        found->end = t.end;
    }
}

static bool head_of(struct reading *r, struct stream_head *head)
{
    struct reading key, v;

    *head = (struct stream_head){0};
    if (!token(r, &key) || !is(&key, "<<"))
        return false;
    while (token(r, &key) && *key.at == '/') {
        if (!value(r, &v))
            return false;
        if (is(&key, "/Type"))
            head->is_file = is(&v, kind);
        else if (is(&key, "/Subtype"))
            head->is_json = is(&v, "/application#2Fjson") || is(&v, "/application#2fjson");
        else if (is(&key, "/Length"))
            head->length = v;
        else if (is(&key, "/Filter"))
            head->filter = v;
        else if (is(&key, "/DecodeParms"))
            head->parameters = v;
    }
    return is(&key, ">>") && token(r, &key) && is(&key, "stream");
}

/* A length that stands elsewhere is not looked up: then the stream goes to its end mark. */
static bool body_of(struct reading r, const struct stream_head *head, struct reading *body)
{
    char *behind;
    unsigned long length;

    r.at += begins(&r, "\r\n") ? 2 : begins(&r, "\n") ? 1 : 0;
    body->at = r.at;
    if (head->length.at == NULL || head->length.end == head->length.at || !is_digit(*head->length.at))
        return false;
    length = strtoul(head->length.at, &behind, 10);
    if (behind == head->length.end) {
        if (length > (size_t)(r.end - r.at))
            return false;
        body->end = r.at + length;
        return true;
    }
    body->end = memmem(r.at, (size_t)(r.end - r.at), "endstream", 9);
    if (body->end == NULL)
        return false;
    body->end -= body->end > body->at && body->end[-1] == '\n';
    body->end -= body->end > body->at && body->end[-1] == '\r';
    return true;
}

static enum pdf_found inflated(const struct reading *body, char **bytes, size_t *length)
{
    z_stream z = {.next_in = (Bytef *)(uintptr_t)body->at, .avail_in = (uInt)(body->end - body->at)};
    char *room = malloc(PDF_ATTACHMENT_MOST + 1);
    int ended;

    if (room == NULL || inflateInit(&z) != Z_OK) {
        free(room);
        return PDF_UNREADABLE;
    }
    z.next_out = (Bytef *)room;
    z.avail_out = PDF_ATTACHMENT_MOST + 1;
    ended = inflate(&z, Z_FINISH);
    *length = z.total_out;
    inflateEnd(&z);
    if (ended != Z_STREAM_END || z.avail_in != 0 || *length > PDF_ATTACHMENT_MOST) {
        free(room);
        return *length > PDF_ATTACHMENT_MOST ? PDF_TOO_LARGE : PDF_UNREADABLE;
    }
    room[*length] = '\0';
    *bytes = room;
    return PDF_ATTACHED;
}

static enum pdf_found copied(const struct reading *body, char **bytes, size_t *length)
{
    *length = (size_t)(body->end - body->at);
    if (*length > PDF_ATTACHMENT_MOST)
        return PDF_TOO_LARGE;
    *bytes = malloc(*length + 1);
    if (*bytes == NULL)
        return PDF_UNREADABLE;
    memcpy(*bytes, body->at, *length);
    (*bytes)[*length] = '\0';
    return PDF_ATTACHED;
}

/* The name alone, or in an array. */
static bool only(struct reading v, const char *name)
{
    struct reading t;
    bool found = false;

    while (token(&v, &t))
        if (is(&t, name) && !found)
            found = true;
        else if (!is(&t, "[") && !is(&t, "]"))
            return false;
    return found;
}

static enum pdf_found unpacked(struct reading r, char **bytes, size_t *length)
{
    const char *end = r.end;
    struct stream_head head;
    struct reading body;

    if (end - r.at > 2 * DICTIONARY_MOST)
        r.end = r.at + 2 * DICTIONARY_MOST;
    if (!head_of(&r, &head) || !head.is_file || !head.is_json)
        return PDF_NOTHING;
    r.end = end;
    if (!body_of(r, &head, &body) || (head.parameters.at != NULL && !only(head.parameters, "null")))
        return PDF_UNREADABLE;
    if (head.filter.at == NULL || only(head.filter, "null"))
        return copied(&body, bytes, length);
    return only(head.filter, "/FlateDecode") ? inflated(&body, bytes, length) : PDF_UNREADABLE;
}

/* The dictionary in which this place lies begins behind the last "obj" before it. */
static const char *object_before(const char *begin, const char *at)
{
    size_t before = (size_t)(at - begin), most = before > DICTIONARY_MOST ? DICTIONARY_MOST : before;

    for (size_t back = 3; back <= most; back++)
        if (memcmp(at - back, "obj", 3) == 0)
            return at - back + 3;
    return NULL;
}

/* One more file, or the same once more. */
static enum pdf_found add(char **bytes, size_t *found, char *more, size_t length)
{
    bool same = *bytes != NULL && *found == length && memcmp(*bytes, more, length) == 0;

    if (*bytes == NULL) {
        *bytes = more;
        *found = length;
        return PDF_ATTACHED;
    }
    free(more);
    return same ? PDF_ATTACHED : PDF_SEVERAL;
}

static enum pdf_found look(const char *pdf, size_t length, char **bytes, size_t *found)
{
    const char *end = pdf + length, *at = pdf;
    size_t candidates = 0, more_length;
    char *more;

    while ((at = memmem(at, (size_t)(end - at), kind, sizeof(kind) - 1)) != NULL) {
        const char *object = object_before(pdf, at);
        enum pdf_found one = PDF_NOTHING;

        at += sizeof(kind) - 1;
        if (++candidates > CANDIDATES_MOST)
            return PDF_UNREADABLE;
        if (object != NULL && (at == end || is_white(*at) || is_delimiter(*at)))
            one = unpacked((struct reading){object, end}, &more, &more_length);
        if (one == PDF_ATTACHED)
            one = add(bytes, found, more, more_length);
        if (one != PDF_ATTACHED && one != PDF_NOTHING)
            return one;
    }
    return *bytes == NULL ? PDF_NOTHING : PDF_ATTACHED;
}

enum pdf_found pdf_attached(const char *pdf, size_t length, char **bytes, size_t *found)
{
    char *file = NULL;
    enum pdf_found result;

    if (length > PDF_MOST)
        return PDF_TOO_LARGE;
    if (length < 5 || memcmp(pdf, "%PDF-", 5) != 0)
        return PDF_UNREADABLE;
    result = look(pdf, length, &file, found);
    if (result == PDF_ATTACHED)
        *bytes = file;
    else
        free(file);
    return result;
}
