#include "endpoints/owner/site.h"

#include <string.h>

#include "core/service.h"
#include "endpoints/page.h"
#include "http/cookie.h"
#include "http/gzip.h"
#include "http/reply.h"
#include "http/static_files.h"
#include "render/policy_page.h"

void front_start(struct exchange *x)
{
    struct page page = page_for(x, "/");

    reply_page(x, 200, front_page(&page));
}

void policy_start(struct exchange *x)
{
    struct page page = page_for(x, "/policy");

    reply_page(x, 200, policy_page(&page));
}

/* The path behind ?to=, if it is one of ours: never another site. */
static const char *way_back(struct exchange *x)
{
    h2o_iovec_t path = x->req->path;
    size_t at = x->req->query_at == SIZE_MAX ? path.len : x->req->query_at;
    size_t start = at + strlen("?to=");
    bool plain = path.len > start && memcmp(path.base + at, "?to=/", 5) == 0;

    for (size_t i = start; plain && i < path.len; i++)
        plain = path.base[i] > ' ' && path.base[i] < 0x7f && strchr("\\%#", path.base[i]) == NULL;
    if (!plain || (path.len > start + 1 && path.base[start + 1] == '/'))
        return "/";
    return exchange_text(x, "%.*s", (int)(path.len - start), path.base + start);
}

void language_start(struct exchange *x)
{
    language_set(x, segment_text(x, 0));
    reply_redirect(x, way_back(x));
}

/* The query is the version that our pages name. */
static bool names_version(const struct exchange *x, const char *version)
{
    h2o_iovec_t path = x->req->path;
    size_t at = x->req->query_at == SIZE_MAX ? path.len : x->req->query_at + 1;

    return at < path.len && h2o_memis(path.base + at, path.len - at, version, strlen(version));
}

static bool browser_has(const struct exchange *x, const char *etag)
{
    ssize_t at = h2o_find_header(&x->req->headers, H2O_TOKEN_IF_NONE_MATCH, -1);

    return at >= 0 && h2o_memis(x->req->headers.entries[at].value.base, x->req->headers.entries[at].value.len,
                                etag, strlen(etag));
}

static void send_file(struct exchange *x, const struct static_file *file, enum reply_cache cache)
{
    bool packed = file->packed.len != 0 && gzip_accepted(x);
    const char *etag = packed ? file->packed_etag : file->etag;
    h2o_iovec_t bytes = packed ? file->packed : file->bytes;

    reply_header(x, "etag", etag);
    reply_header(x, "vary", "Accept-Encoding");
    if (packed)
        reply_header(x, "content-encoding", "gzip");
    if (browser_has(x, etag))
        reply_bytes(x, 304, cache, NULL, bytes);
    else
        reply_bytes(x, 200, cache, file->type, bytes);
}

void static_start(struct exchange *x)
{
    const struct static_files *files = x->service->static_files;
    const struct static_file *file = static_files_find(files, x->segment[0]);

    if (file == NULL)
        reply_fault(x, FAULT_PATH_UNKNOWN);
    else
        send_file(x, file, names_version(x, static_files_version(files)) ? REPLY_FOR_GOOD : REPLY_CHECKED);
}

void openapi_start(struct exchange *x)
{
    const struct static_file *file =
        static_files_find(x->service->static_files, h2o_iovec_init(H2O_STRLIT("openapi.json")));

    if (file == NULL)
        reply_fault(x, FAULT_PATH_UNKNOWN);
    else
        send_file(x, file, REPLY_HOUR);
}
