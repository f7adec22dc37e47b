#include "endpoints/platform/summary.h"

#include <string.h>

#include "core/service.h"
#include "endpoints/platform/own_handle.h"
#include "endpoints/platform/quota.h"
#include "endpoints/platform/sandbox.h"
#include "http/form.h"
#include "http/reply.h"

struct summary {
    struct exchange *x;
    struct own_handle handle;
    struct inquiry inquiry;
    char etag[ETAG_TEXT];
};

static void summary_refuse(struct summary *s)
{
    const struct inquiry *q = &s->inquiry;

    reply_problem(s->x, q->fault, q->detail, q->pointer,
                  exchange_text(s->x, "%.*s", (int)q->words.len, q->words.base));
}

/* Whether the client has this state already (RFC 9110, 13.1.2). */
static bool is_known(const struct summary *s)
{
    ssize_t at = h2o_find_header(&s->x->req->headers, H2O_TOKEN_IF_NONE_MATCH, -1);

    if (at < 0)
        return false;
    h2o_iovec_t value = s->x->req->headers.entries[at].value;
    return h2o_memis(value.base, value.len, H2O_STRLIT("*")) ||
           h2o_strstr(value.base, value.len, s->etag, strlen(s->etag)) != SIZE_MAX;
}

static void on_charged(void *state)
{
    struct summary *s = state;

    if (failed(s->inquiry.fault)) /* not with the words, which would be the summary */
        reply_problem(s->x, s->inquiry.fault, s->inquiry.detail, NULL, NULL);
    else {
        reply_header(s->x, "etag", s->etag);
        reply_json(s->x, 200, REPLY_REVALIDATE, s->inquiry.words);
    }
}

static void on_answered(void *state)
{
    struct summary *s = state;
    struct inquiry *q = &s->inquiry;

    if (s->x->req == NULL)
        return;
    inquiry_tell_age(s->x, q);
    if (failed(q->fault)) {
        summary_refuse(s);
        return;
    }
    reply_header(s->x, "vary", "authorization");
    etag_make(s->x->service->keys, q->key.bytes, q->shown_version, s->etag);
    if (is_known(s)) {
        reply_header(s->x, "etag", s->etag);
        reply_bytes(s->x, 304, REPLY_REVALIDATE, NULL, h2o_iovec_init("", 0));
    } else {
        quota_charge(s->x, q, on_charged, s);
    }
}

static void on_counted(void *state)
{
    struct summary *s = state;

    inquiries_answer(s->x, &s->inquiry, 1, on_answered, s);
}

static struct member query_member(struct exchange *x, const char *name)
{
    const char *text = query_field(x, name);
    struct member m = {.name = name};

    if (text != NULL) {
        m.kind = MEMBER_TEXT;
        m.text = h2o_iovec_init(text, strlen(text));
    }
    return m;
}

static void summary_ask(void *state)
{
    struct summary *s = state;
    struct exchange *x = s->x;
    struct member members[INQUIRY_MEMBERS] = {
        [INQUIRY_PURPOSE] = query_member(x, "purpose"), [INQUIRY_REFERENCE] = query_member(x, "reference")};

    if (sandbox_bars(x, &s->handle.vin)) {
        reply_fault(x, FAULT_HANDLE_UNKNOWN);
        return;
    }
    s->inquiry.by_handle = true;
    s->inquiry.vin = s->handle.vin;
    s->inquiry.line.epoch = s->handle.made;
    inquiry_read_reason(x, &s->inquiry, members);
    quota_repeat(x, &s->inquiry, on_counted, s);
}

void summary_start(struct exchange *x)
{
    struct summary *s = exchange_new(x, struct summary);

    s->x = x;
    own_handle_read(x, &s->handle, summary_ask, s);
}
