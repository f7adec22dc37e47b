#include "http/gzip.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <h2o.h>
#include <zlib.h>

enum { GZIP_WINDOW = 15 + 16, GZIP_MEMORY = 8 }; /* the largest window; 16 more asks for gzip's own head */

/* Whether ";q=0" or the like follows: named to be refused. */
static bool is_refused(const char *at, const char *end)
{
    static const char weight[] = "q=0";

    while (at < end && (*at == ' ' || *at == '\t' || *at == ';'))
        at++;
    if ((size_t)(end - at) < strlen(weight) || strncasecmp(at, weight, strlen(weight)) != 0)
        return false;
    for (at += strlen(weight); at < end; at++)
        if (*at >= '1' && *at <= '9')
            return false;
    return true;
}

static bool names_gzip(h2o_iovec_t field)
{
    static const char name[] = "gzip";
    const char *end = field.base + field.len, *stop;

    for (const char *at = field.base; at < end; at = stop + 1) {
        stop = memchr(at, ',', (size_t)(end - at));
        stop = stop == NULL ? end : stop;
        while (at < stop && (*at == ' ' || *at == '\t'))
            at++;
        if ((size_t)(stop - at) < strlen(name) || strncasecmp(at, name, strlen(name)) != 0)
            continue;
        const char *behind = at + strlen(name);
        if (behind == stop || strchr(" \t;", *behind) != NULL)
            return !is_refused(behind, stop);
    }
    return false;
}

bool gzip_accepted(const struct exchange *x)
{
    if (x->req == NULL)
        return false;
    for (ssize_t h = -1; (h = h2o_find_header(&x->req->headers, H2O_TOKEN_ACCEPT_ENCODING, h)) >= 0;)
        if (names_gzip(x->req->headers.entries[h].value))
            return true;
    return false;
}

h2o_iovec_t gzip_packed(h2o_mem_pool_t *pool, h2o_iovec_t bytes, int level)
{
    z_stream stream = {.next_in = (unsigned char *)bytes.base, .avail_in = (unsigned)bytes.len};
    h2o_iovec_t packed = {
        pool == NULL ? h2o_mem_alloc(bytes.len + 1) : h2o_mem_alloc_pool(pool, bytes.len + 1), 0};

    stream.next_out = (unsigned char *)packed.base;
    stream.avail_out = (unsigned)bytes.len; /* no more: longer than it was is of no use */
    if (deflateInit2(&stream, level, Z_DEFLATED, GZIP_WINDOW, GZIP_MEMORY, Z_DEFAULT_STRATEGY) != Z_OK)
        h2o_fatal("no memory for zlib");
    bool whole = deflate(&stream, Z_FINISH) == Z_STREAM_END;
    packed.len = whole ? stream.total_out : 0;
    deflateEnd(&stream);
    return packed;
}
