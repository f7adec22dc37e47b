#include "dispatch.h"

#include <string.h>
#include <sys/socket.h>

#include "authenticate.h"
#include "core/service.h"
#include "core/settings.h"
#include "endpoints/page.h"
#include "endpoints/workshop/chengdu/chengdu.h"
#include "endpoints/workshop/sender.h"
#include "endpoints/workshop/v1/v1.h"
#include "endpoints/workshop/v2/answer.h"
#include "http/address.h"
#include "http/body.h"
#include "http/framing.h"
#include "http/reply.h"
#include "routes.h"
#include "store/limits.h"

static bool matches_suffix(const char *suffix, h2o_iovec_t path)
{
    size_t length = strlen(suffix);

    if (path.len > 0 && path.base[path.len - 1] == '/')
        path.len--;
    return path.len >= length && memcmp(path.base + path.len - length, suffix, length) == 0;
}

/* On a match, the segments are what stands for each ':…', which ends before a dot that the pattern has. */
static bool path_matches(const char *pattern, h2o_iovec_t path, h2o_iovec_t segment[SEGMENTS])
{
    size_t at = 0, number = 0;

    if (*pattern == '*')
        return matches_suffix(pattern + 1, path);
    for (; *pattern != '\0'; pattern++) {
        if (*pattern != ':') {
            if (at == path.len || path.base[at++] != *pattern)
                return false;
            continue;
        }
        size_t start = at;
        while (at < path.len && path.base[at] != '/')
            at++;
        const char *suffix = pattern + strcspn(pattern, "./");
        size_t suffix_length = strcspn(suffix, "/");
        pattern = suffix + suffix_length - 1;
        if (at - start <= suffix_length || memcmp(path.base + at - suffix_length, suffix, suffix_length) != 0)
            return false;
        segment[number++] = h2o_iovec_init(path.base + start, at - start - suffix_length);
    }
    return at == path.len;
}

static bool method_matches(const h2o_req_t *req, const char *method)
{
    return h2o_memis(req->method.base, req->method.len, method, strlen(method)) ||
           (strcmp(method, "GET") == 0 && h2o_memis(req->method.base, req->method.len, H2O_STRLIT("HEAD")));
}

/* The route of this request; NULL with the fault that says why there is none. */
static const struct route *find(struct exchange *x, bool internal, enum fault *fault)
{
    const h2o_req_t *req = x->req;
    bool named = false; /* with other methods; then it is nobody's segment */

    *fault = FAULT_PATH_UNKNOWN;
    for (const struct route *r = routes; r->method != NULL; r++) {
        bool literal = strpbrk(r->path, ":*") == NULL;

        if ((r->door == DOOR_INTERNAL) != internal || (named && !literal) ||
            !path_matches(r->path, req->path_normalized, x->segment))
            continue;
        named = literal;
        if (method_matches(req, r->method))
            return r;
        *fault = FAULT_METHOD_UNKNOWN;
        reply_header(x, "allow", r->method);
    }
    return NULL;
}

static enum large large_of(enum door door)
{
    switch (door) {
    case DOOR_PHOTOS:
    case DOOR_PAPERS:
    case DOOR_DOCUMENT: return LARGE_PHOTOS;
    case DOOR_OPENAPI_PHOTOS: return LARGE_UPLOADS;
    default: return LARGE_NOT;
    }
}

/* People's photos come in forms with files; any other body there is as small as elsewhere. */
static long body_most(const struct exchange *x)
{
    const struct settings *s = x->service->settings;
    enum large large = large_of(x->route->door);

    if (large == LARGE_UPLOADS)
        return s->upload_photo_bytes;
    return large == LARGE_PHOTOS && body_is(x, "multipart/form-data") ? s->photo_body_bytes : s->body_bytes;
}

/* Bodies with photos are large and stay until they have had their turn; so only some are under way. An upload
 * that has none takes no place. */
static bool photos_have_room(struct exchange *x)
{
    struct service *service = x->service;
    const struct settings *s = service->settings;
    enum large large = x->route == NULL ? LARGE_NOT : large_of(x->route->door);
    bool upload = large == LARGE_UPLOADS;
    unsigned *count = upload ? &service->upload_photo_exchanges : &service->photo_exchanges;

    if (large == LARGE_NOT || (upload && (long)x->req->entity.len <= s->body_bytes))
        return true;
    if ((long)*count >= (upload ? s->upload_photo_senders : s->photo_senders))
        return false;
    ++*count;
    x->photo_place = count;
    return true;
}

enum large dispatch_large(const char *head, size_t length)
{
    const char *end = memchr(head, '\r', length), *path = memchr(head, ' ', length), *stop;
    h2o_iovec_t segment[SEGMENTS];

    if (end == NULL || path == NULL || path > end)
        return LARGE_NOT;
    stop = path + 1 + strcspn(path + 1, " ?\r");
    for (const struct route *r = routes; r->method != NULL; r++)
        if (large_of(r->door) != LARGE_NOT &&
            h2o_memis(head, (size_t)(path - head), r->method, strlen(r->method)) &&
            path_matches(r->path, h2o_iovec_init(path + 1, (size_t)(stop - path - 1)), segment))
            return large_of(r->door);
    return LARGE_NOT;
}

static bool takes_uploads(enum door door)
{
    return door == DOOR_WORKSHOP || door == DOOR_ENVELOPE || door == DOOR_OPENAPI ||
           door == DOOR_OPENAPI_PHOTOS;
}

static void start(struct exchange *x)
{
    x->route->start(x);
}

static void on_limited(void *state, const struct answer *answer)
{
    struct exchange *x = state;

    if (failed(answer->fault))
        reply_fault(x, answer->fault);
    else
        authenticate(x, start);
}

/* In which form faults are told: pages for people, the interface's own codes for workshops, else documents.
 */
static void (*explainer(struct exchange *x, bool internal))(struct exchange *x, enum fault fault)
{
    ssize_t at = h2o_find_header(&x->req->headers, H2O_TOKEN_ACCEPT, -1);

    if (internal)
        return NULL;
    if (x->route == NULL) {
        h2o_iovec_t wanted = at < 0 ? h2o_iovec_init("", 0) : x->req->headers.entries[at].value;
        return h2o_strstr(wanted.base, wanted.len, H2O_STRLIT("text/html")) != SIZE_MAX ? page_explain : NULL;
    }
    switch (x->route->door) {
    case DOOR_WORKSHOP: return v1_explain;
    case DOOR_ENVELOPE: return chengdu_explain;
    case DOOR_OPENAPI:
    case DOOR_OPENAPI_PHOTOS: return openapi_explain;
    case DOOR_PAGE:
    case DOOR_OWNER:
    case DOOR_PHOTOS: return page_explain;
    case DOOR_CONSOLE: return page_explain_console;
    case DOOR_STAFF: return page_explain_staff;
    case DOOR_PLATFORM:
    case DOOR_AGENT:
    case DOOR_PAPERS: return page_explain_platform;
    default: return NULL;
    }
}

void dispatch(struct exchange *x, bool internal)
{
    enum fault fault = framing_check(x->req);
    bool full = (long)x->service->exchanges > x->service->settings->in_flight;

    count(x->service, requests);
    if (failed(fault)) {
        count(x->service, refused_framing);
        x->close_after = true;
        if (internal || full)
            reply_fault(x, fault);
        else
            authenticate_refuse(x, fault);
        return;
    }
    x->route = find(x, internal, &fault);
    x->explain = explainer(x, internal);
    if (full || !photos_have_room(x)) {
        reply_fault(x, FAULT_BUSY);
        return;
    }
    if (x->route != NULL && (long)x->req->entity.len > body_most(x))
        fault = FAULT_BODY_TOO_LARGE;
    else if (x->route != NULL)
        fault = FAULT_NONE;
    if (failed(fault) && internal)
        reply_fault(x, fault);
    else if (failed(fault))
        authenticate_refuse(x, fault);
    else if (x->route->door == DOOR_INTERNAL)
        start(x);
    else if (x->route->door >= DOOR_CLIENT &&
             x->route->door <= DOOR_DOCUMENT) /* limited by client, once it is known */
        authenticate(x, start);
    else if (takes_uploads(x->route->door) && sender_is_known(x)) /* limited by workshop */
        start(x);
    else
        limits_take(x, LIMIT_ADDRESS, 1, address_of(x), strlen(address_of(x)), on_limited, x);
}
