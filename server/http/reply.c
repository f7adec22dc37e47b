#include "http/reply.h"

#include <stdio.h>
#include <string.h>

#include "core/client_errors.h"
#include "core/date.h"
#include "core/log.h"
#include "core/service.h"
#include "http/gzip.h"
#include "http/trace_context.h"

#define CSP \
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " \
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

#define FIELD(name, value) \
    { \
        &(h2o_iovec_t){H2O_STRLIT(name)}, NULL, \
        { \
            H2O_STRLIT(value) \
        } \
    }

/* In the form that h2o keeps them in, so that they need only be copied. */
static const h2o_header_t always[] = {
    FIELD("content-security-policy", CSP),
    FIELD("x-content-type-options", "nosniff"),
    FIELD("x-frame-options", "DENY"),
    FIELD("strict-transport-security", "max-age=31536000; includeSubDomains"),
    FIELD("cross-origin-opener-policy", "same-origin"),
    FIELD("permissions-policy", "camera=(), geolocation=(), microphone=()"),
};
enum { ALWAYS = sizeof(always) / sizeof(always[0]), PERMISSIONS = ALWAYS - 1 };

/* From here on a page is packed: those with forms that show what was typed are shorter. */
enum { LONG_PAGE = 16384 };

static h2o_iovec_t correlation_id = {H2O_STRLIT("correlation-id")};
static h2o_iovec_t referrer_policy_name = {H2O_STRLIT("referrer-policy")};
static h2o_iovec_t cache_control_name = {H2O_STRLIT("cache-control")};
static h2o_iovec_t ratelimit_name = {H2O_STRLIT("ratelimit")};
static h2o_iovec_t ratelimit_policy_name = {H2O_STRLIT("ratelimit-policy")};

static const char *const cache_control[] = {
    [REPLY_NO_STORE] = "no-store",
    [REPLY_REVALIDATE] = "private, no-cache",
    [REPLY_HOUR] = "public, max-age=3600",
    [REPLY_CHECKED] = "public, no-cache",
    [REPLY_FOR_GOOD] = "public, max-age=31536000, immutable",
};

static void add_sized(h2o_req_t *req, h2o_iovec_t *name, const char *value, size_t length)
{
    h2o_vector_reserve(&req->pool, &req->res.headers, req->res.headers.size + 1);
    req->res.headers.entries[req->res.headers.size++] =
        (h2o_header_t){.name = name, .value = h2o_iovec_init(value, length)};
}

static void add(h2o_req_t *req, h2o_iovec_t *name, const char *value)
{
    add_sized(req, name, value, strlen(value));
}

/* Usually not no-referrer: that would take Origin from our own forms. */
static void security_headers(h2o_req_t *req, const char *id, const char *referrer_policy)
{
    h2o_headers_t *headers = &req->res.headers;

    h2o_vector_reserve(&req->pool, headers, headers->size + ALWAYS + 5);
    memcpy(headers->entries + headers->size, always, sizeof(always));
    headers->size += ALWAYS;
    add(req, &referrer_policy_name, referrer_policy == NULL ? "same-origin" : referrer_policy);
    add(req, &correlation_id, id);
}

static void allow_camera(h2o_headers_t *headers)
{
    for (size_t i = 0; i < headers->size; i++)
        if (headers->entries[i].name == always[PERMISSIONS].name)
            headers->entries[i].value =
                h2o_iovec_init(H2O_STRLIT("camera=(self), geolocation=(), microphone=()"));
}

void reply_security_headers(h2o_req_t *req, const char *id)
{
    security_headers(req, id, NULL);
}

static void log_answer(struct exchange *x, int status)
{
    char trace[TRACE_ID] = "";

    if (x->req != NULL)
        trace_id_of(x->req, trace);
    log_line(LOG_REQUEST, "answer", "id", x->id, "status", log_number(status), "us",
             log_number((clock_monotonic() - x->began) / 1000), *trace == '\0' ? NULL : "trace", trace, NULL);
}

static void count_answer(struct exchange *x, int status)
{
    if (status < 300)
        count(x->service, answers_2xx);
    else if (status < 400)
        count(x->service, answers_3xx);
    else if (status < 500)
        count(x->service, answers_4xx);
    else
        count(x->service, answers_5xx);
    if (log_wants(LOG_REQUEST))
        log_answer(x, status);
}

/* Put into words for each answer, so without a call for each piece. */
#define PUT(end, words) ((end) = (char *)memcpy((end), (words), sizeof(words) - 1) + sizeof(words) - 1)

static char *put_number(char *end, unsigned long number)
{
    char *last = end;

    for (unsigned long rest = number; rest >= 10; rest /= 10)
        last++;
    for (char *at = last; at >= end; at--, number /= 10)
        *at = (char)('0' + number % 10);
    return last + 1;
}

static char *put_name(char *end, const char *name)
{
    *end++ = '"';
    while (*name != '\0')
        *end++ = *name++;
    return end;
}

/* Two lists of structured fields (RFC 9651): "name";q=most;w=window, and "name";r=remaining;t=resets. */
static void add_limits(struct exchange *x, h2o_req_t *req)
{
    enum { LONGEST_ITEM = 80, ROOM = TOLD_LIMITS * LONGEST_ITEM };
    char *policy = h2o_mem_alloc_pool(&x->pool, (size_t)2 * ROOM), *limit = policy + ROOM;
    char *p = policy, *l = limit;

    for (const struct told_limit *t = x->told; t < x->told + x->told_count; t++) {
        if (t != x->told) {
            PUT(p, ", ");
            PUT(l, ", ");
        }
        p = put_name(p, t->name);
        PUT(p, "\";q=");
        p = put_number(p, (unsigned long)t->most);
        PUT(p, ";w=");
        p = put_number(p, (unsigned long)t->window);
        l = put_name(l, t->name);
        PUT(l, "\";r=");
        l = put_number(l, (unsigned long)t->remaining);
        PUT(l, ";t=");
        l = put_number(l, (unsigned long)t->resets);
    }
    add_sized(req, &ratelimit_policy_name, policy, (size_t)(p - policy));
    add_sized(req, &ratelimit_name, limit, (size_t)(l - limit));
}

static void add_headers(struct exchange *x, h2o_req_t *req, enum reply_cache cache)
{
    security_headers(req, x->id, x->referrer_policy);
    if (x->uses_camera)
        allow_camera(&req->res.headers);
    add(req, &cache_control_name, cache_control[cache]);
    if (x->told_count != 0)
        add_limits(x, req);
}

static void start(struct exchange *x, int status, enum reply_cache cache, const char *type, size_t length,
                  h2o_generator_t *generator)
{
    h2o_req_t *req = x->req;

    if (x->close_after || x->service->draining)
        req->http1_is_persistent = 0;
    count_answer(x, status);
    req->res.status = status;
    req->res.reason = status < 400 ? "OK" : "Refused";
    req->res.content_length = length;
    if (type != NULL)
        h2o_add_header(&req->pool, &req->res.headers, H2O_TOKEN_CONTENT_TYPE, NULL, type, strlen(type));
    add_headers(x, req, cache);
    h2o_start_response(req, generator);
}

void reply_bytes(struct exchange *x, int status, enum reply_cache cache, const char *type, h2o_iovec_t body)
{
    static h2o_generator_t nothing_more = {NULL, NULL};
    h2o_req_t *req = x->req;

    if (req == NULL)
        return;
    bool bodiless = status == 304 || h2o_memis(req->method.base, req->method.len, H2O_STRLIT("HEAD"));

    start(x, status, cache, type, body.len, &nothing_more);
    x->req = NULL; /* answered: whatever still comes in has nobody to go to */
    h2o_send(req, &body, bodiless || body.len == 0 ? 0 : 1, H2O_SEND_STATE_FINAL);
}

static void on_proceed(h2o_generator_t *generator, h2o_req_t *req)
{
    struct reply_stream *stream = H2O_STRUCT_FROM_MEMBER(struct reply_stream, generator, generator);

    (void)req;
    stream->more(stream);
}

void reply_stream_begin(struct reply_stream *stream, struct exchange *x, const char *type,
                        void (*more)(struct reply_stream *stream))
{
    *stream = (struct reply_stream){.generator.proceed = on_proceed, .x = x, .more = more};
    if (x->req != NULL)
        start(x, 200, REPLY_NO_STORE, type, SIZE_MAX, &stream->generator);
}

void reply_stream_break(struct reply_stream *stream)
{
    h2o_req_t *req = stream->x->req;

    if (req == NULL)
        return;
    stream->x->req = NULL;
    h2o_send(req, NULL, 0, H2O_SEND_STATE_ERROR);
}

void reply_stream_send(struct reply_stream *stream, h2o_iovec_t *parts, size_t count, bool last)
{
    h2o_req_t *req = stream->x->req;

    if (req == NULL)
        return;
    if (last)
        stream->x->req = NULL;
    h2o_send(req, parts, count, last ? H2O_SEND_STATE_FINAL : H2O_SEND_STATE_IN_PROGRESS);
}

void reply_json(struct exchange *x, int status, enum reply_cache cache, h2o_iovec_t body)
{
    reply_bytes(x, status, cache, "application/json", body);
}

void reply_page_packed(struct exchange *x, int status, h2o_iovec_t html, h2o_iovec_t packed)
{
    bool packs = packed.len != 0 && gzip_accepted(x);

    reply_header(x, "vary", "Cookie, Accept-Language, Accept-Encoding");
    if (packs)
        reply_header(x, "content-encoding", "gzip");
    reply_bytes(x, status, REPLY_NO_STORE, "text/html; charset=utf-8", packs ? packed : html);
}

void reply_page(struct exchange *x, int status, h2o_iovec_t html)
{
    h2o_iovec_t packed = {NULL, 0};

    if (html.len >= LONG_PAGE && gzip_accepted(x))
        packed = gzip_packed(&x->pool, html, GZIP_FAST);
    reply_page_packed(x, status, html, packed);
}

void reply_redirect(struct exchange *x, const char *location)
{
    reply_header(x, "location", location);
    reply_bytes(x, 303, REPLY_NO_STORE, NULL, h2o_iovec_init("", 0));
}

void reply_header(struct exchange *x, const char *name, const char *value)
{
    if (x->req != NULL)
        h2o_add_header_by_str(&x->req->pool, &x->req->res.headers, name, strlen(name), 1, NULL, value,
                              strlen(value));
}

static size_t length_of(const char *text)
{
    return text == NULL ? 0 : strlen(text);
}

h2o_iovec_t problem_document(h2o_mem_pool_t *pool, enum fault fault, const char *detail, const char *pointer,
                             const char *extra, const char *id)
{
    enum { FRAME = 256 }; /* the names of the members, the status and the id */
    const char *code = fault_code(fault), *title = fault_title(fault);
    size_t most =
        FRAME + 2 * strlen(code) + strlen(title) + length_of(detail) + length_of(pointer) + length_of(extra);
    char *text = h2o_mem_alloc_pool(pool, most), *end = text;

    end += sprintf(end, "{\"type\":\"urn:chedang:problem:%s\",\"title\":\"%s\",\"status\":%d,\"code\":\"%s\"",
                   code, title, fault_status(fault), code);
    if (detail != NULL)
        end += sprintf(end, ",\"detail\":\"%s\"", detail);
    if (pointer != NULL)
        end += sprintf(end, ",\"errors\":[{\"pointer\":\"#%s\"}]", pointer);
    end += sprintf(end, "%s,\"correlation_id\":\"%s\"}\n", extra == NULL ? "" : extra, id);
    return h2o_iovec_init(text, (size_t)(end - text));
}

static bool refused_instead(struct exchange *x, const struct refusal *refusal)
{
    void (*refused)(void *state, const struct refusal *refusal) = x->refused;

    x->refused = NULL;
    if (refused != NULL)
        refused(x->refused_state, refusal);
    return refused != NULL;
}

void reply_problem(struct exchange *x, enum fault fault, const char *detail, const char *pointer,
                   const char *extra)
{
    const struct refusal refusal = {fault, detail, pointer, NULL};

    if (refused_instead(x, &refusal) || x->req == NULL)
        return;
    if (fault_status(fault) == 503)
        reply_header(x, "retry-after", "2");
    if (fault_status(fault) == 429)
        reply_header(x, "retry-after", exchange_text(x, "%ld", x->retry_after));
    if (fault_status(fault) == 401)
        reply_header(x, "www-authenticate",
                     fault == FAULT_CLIENT_UNKNOWN ? "Basic realm=\"chedang\"" : "Bearer");
    if (fault == FAULT_BUSY)
        count(x->service, refused_busy);
    client_errors_note(x->service, x->asker.client, fault);
    if (x->explain != NULL)
        x->explain(x, fault);
    else
        reply_bytes(x, fault_status(fault), REPLY_NO_STORE, "application/problem+json",
                    problem_document(&x->pool, fault, detail, pointer, extra, x->id));
}

void reply_fault(struct exchange *x, enum fault fault)
{
    reply_problem(x, fault, NULL, NULL, NULL);
}

void reply_refusal(struct exchange *x, const struct refusal *refusal)
{
    if (!refused_instead(x, refusal))
        reply_problem(x, refusal->fault, refusal->detail, refusal->pointer, NULL);
}
