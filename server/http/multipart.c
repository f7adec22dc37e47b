#include "http/multipart.h"

#include <stdlib.h>
#include <string.h>

#include <gmime/gmime.h>

#include "core/offload.h"
#include "http/body.h"

enum { NAME_MOST = 64 };

struct multipart {
    struct exchange *x;
    continuation *resume;
    void *state;
    char *whole; /* the head that says how the body is divided, and the body; the parts lie in it */
    size_t length;
    struct form_parts parts;
    char name[PARTS_MOST][NAME_MOST];
    bool understood;
};

static continuation on_read;

void multipart_init(void)
{
    g_mime_init();
}

/* The library's own unpacking is left out: a form's bytes are what they are (RFC 7578, 4.7). */
static bool take_part(struct multipart *m, GMimeObject *object)
{
    GMimeContentDisposition *disposition = g_mime_object_get_content_disposition(object);
    const char *name =
        disposition == NULL ? NULL : g_mime_object_get_content_disposition_parameter(object, "name");
    GMimeStream *content;
    struct form_part *part = &m->parts.part[m->parts.count];

    if (!GMIME_IS_PART(object) || name == NULL || strlen(name) >= NAME_MOST || m->parts.count == PARTS_MOST)
        return false;
    content = g_mime_data_wrapper_get_stream(g_mime_part_get_content(GMIME_PART(object)));
    if (content == NULL || content->bound_start < 0 || content->bound_end < content->bound_start ||
        (size_t)content->bound_end > m->length)
        return false;
    strcpy(m->name[m->parts.count], name);
    part->name = m->name[m->parts.count++];
    part->is_file = g_mime_object_get_content_disposition_parameter(object, "filename") != NULL;
    part->bytes =
        h2o_iovec_init(m->whole + content->bound_start, (size_t)(content->bound_end - content->bound_start));
    return true;
}

static bool take_all(struct multipart *m, GMimeObject *whole)
{
    int count = GMIME_IS_MULTIPART(whole) ? g_mime_multipart_get_count(GMIME_MULTIPART(whole)) : 0;

    for (int i = 0; i < count; i++)
        if (!take_part(m, g_mime_multipart_get_part(GMIME_MULTIPART(whole), i)))
            return false;
    return count > 0;
}

static void read_parts(void *state)
{
    struct multipart *m = state;
    GMimeStream *stream = g_mime_stream_mem_new_with_byte_array(
        g_byte_array_new_take((guint8 *)m->whole, m->length)); /* which is freed with m */
    GMimeParser *parser;
    GMimeObject *whole;

    g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream), FALSE);
    parser = g_mime_parser_new_with_stream(stream);
    g_mime_parser_set_persist_stream(parser, TRUE);
    whole = g_mime_parser_construct_part(parser, NULL);
    m->understood = whole != NULL && take_all(m, whole);
    if (whole != NULL)
        g_object_unref(whole);
    g_object_unref(parser);
    g_byte_array_free(g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream)), FALSE);
    g_object_unref(stream);
}

void multipart_read(struct exchange *x, continuation *resume, void *state)
{
    static const char head[] = "Content-Type: ", gap[] = "\r\n\r\n";
    struct multipart *m = exchange_new(x, struct multipart);
    h2o_iovec_t body = body_bytes(x), type = {"", 0};

    *m = (struct multipart){.x = x, .resume = resume, .state = state};
    if (body_is(x, "multipart/form-data"))
        type = x->req->headers.entries[h2o_find_header(&x->req->headers, H2O_TOKEN_CONTENT_TYPE, -1)].value;
    m->length = sizeof(head) - 1 + type.len + sizeof(gap) - 1 + body.len;
    m->whole = malloc(m->length);
    if (m->whole == NULL)
        abort();
    exchange_adopt(x, m->whole, free);
    char *end = mempcpy(m->whole, head, sizeof(head) - 1);
    end = mempcpy(end, type.base, type.len);
    end = mempcpy(end, gap, sizeof(gap) - 1);
    memcpy(end, body.base, body.len);
    offload_run(x, read_parts, on_read, m);
}

static void on_read(void *state, const struct answer *answer)
{
    struct multipart *m = state;

    if (m->understood)
        m->x->parts = &m->parts;
    m->resume(m->state, answer);
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
