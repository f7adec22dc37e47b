#include "endpoints/platform/batch.h"

#include <string.h>

#include "core/client_errors.h"
#include "core/service.h"
#include "endpoints/platform/quota.h"
#include "http/bearer.h"
#include "http/body.h"
#include "http/lines.h"
#include "http/reply.h"
#include "core/json_text.h"
#include "store/clients.h"

/* Looked up together: what one statement takes. */
enum { TOGETHER = 64, PARTS = 3 };

/* One line of the answer is these three: what leads in, the words, what leads out. */
struct portion {
    struct exchange *x; /* its own memory */
    struct batch *batch;
    size_t count;
    struct inquiry inquiry[TOGETHER];
    unsigned line[TOGETHER];
    h2o_iovec_t part[TOGETHER * PARTS];
};

struct batch {
    struct reply_stream stream;
    struct exchange *x;
    const char *at, *end;  /* of the body, which belongs to the request */
    unsigned line;         /* read so far */
    struct exchange *sent; /* of the portion on its way; NULL: none */
};

static void more(struct reply_stream *stream);
static continuation portion_on_known;
static void portion_ask(void *state);
static void portion_on_answered(void *state);

static void let_go_of_sent(void *state)
{
    struct batch *b = state;

    if (b->sent != NULL)
        exchange_release(b->sent);
    b->sent = NULL;
}

void batch_start(struct exchange *x)
{
    struct batch *b = exchange_new(x, struct batch);
    long lines = lines_count(x);

    if (!body_is(x, "application/x-ndjson") && !body_is(x, "application/jsonl"))
        reply_problem(x, FAULT_TYPE_UNSUPPORTED, "The body is lines of JSON: application/x-ndjson.", NULL,
                      NULL);
    else if (lines == 0)
        reply_problem(x, FAULT_BODY_MALFORMED, "A batch has at least one line.", NULL, NULL);
    else if (lines > LINES_MOST)
        reply_fault(x, FAULT_TOO_MANY_LINES);
    else {
        h2o_iovec_t body = body_bytes(x);

        count(x->service, batches);
        *b = (struct batch){.x = x, .at = body.base, .end = body.base + body.len};
        exchange_adopt(x, b, let_go_of_sent);
        reply_stream_begin(&b->stream, x, "application/x-ndjson", more);
        more(&b->stream);
    }
}

/* Somebody's consent is for one look-up. */
static void refuse_share(struct inquiry *q, const struct member members[INQUIRY_MEMBERS])
{
    bool share = members[INQUIRY_SHARE].kind != MEMBER_ABSENT;

    if (failed(q->fault) || (!share && members[INQUIRY_PIN].kind == MEMBER_ABSENT))
        return;
    q->fault = FAULT_FIELD_INVALID;
    q->detail = "An owner's link is for one look-up: POST /v1/lookups.";
    q->pointer = share ? "/share" : "/pin";
}

static void read_line(struct exchange *x, struct inquiry *q, h2o_iovec_t line)
{
    struct member members[INQUIRY_MEMBERS] = INQUIRY_NAMES;

    q->fault = members_of(x, line, members, INQUIRY_MEMBERS);
    if (!failed(q->fault))
        inquiry_read(x, q, members);
    refuse_share(q, members);
}

/* Looks up the next portion, which keeps both its own exchange and the batch's. The token was looked at for
 * the first; it may have been revoked while that was read. */
static void more(struct reply_stream *stream)
{
    struct batch *b = H2O_STRUCT_FROM_MEMBER(struct batch, stream, stream);
    struct exchange *x = exchange_part(b->x);
    struct portion *p = exchange_new(x, struct portion);
    bool first = b->line == 0;
    h2o_iovec_t line;

    let_go_of_sent(b);
    exchange_hold(b->x);
    p->x = x;
    p->batch = b;
    while (p->count < TOGETHER && lines_next(&b->at, b->end, &b->line, &line)) {
        p->line[p->count] = b->line;
        read_line(x, &p->inquiry[p->count++], line);
    }
    if (first)
        quota_take(x, p->inquiry, p->count, portion_ask, p);
    else
        clients_find_again(x, bearer_of(b->x), portion_on_known, p);
}

static void portion_on_known(void *state, const struct answer *answer)
{
    struct portion *p = state;

    for (size_t i = 0; failed(answer->fault) && i < p->count; i++) {
        p->inquiry[i].fault = answer->fault;
        p->inquiry[i].detail = p->inquiry[i].pointer = NULL;
    }
    quota_take(p->x, p->inquiry, p->count, portion_ask, p);
}

static void portion_ask(void *state)
{
    struct portion *p = state;

    inquiries_answer(p->x, p->inquiry, p->count, portion_on_answered, p);
}

static h2o_iovec_t lead_in(struct exchange *x, unsigned line, const struct inquiry *q)
{
    struct json_text t = json_text_new(&x->pool, 96 + REFERENCE_BYTES + INQUIRY_NAMED);
    char name[INQUIRY_NAMED];

    json_raw(&t, "{\"line\":");
    json_number_put(&t, line);
    json_raw(&t, ",\"reference\":");
    json_string_put(&t, *q->line.reference == '\0' ? NULL : q->line.reference);
    json_raw(&t, ",\"status\":");
    json_number_put(&t, fault_status(q->fault));
    if (q->words.len != 0) {
        inquiry_name(x, q, name);
        json_raw(&t, ",");
        json_raw(&t, name);
    }
    json_raw(&t, failed(q->fault) ? ",\"problem\":" : ",\"summary\":");
    return json_text_bytes(&t);
}

static h2o_iovec_t words_of(struct exchange *x, const struct inquiry *q)
{
    h2o_iovec_t words =
        failed(q->fault) ? problem_document(&x->pool, q->fault, q->detail, q->pointer,
                                            exchange_text(x, "%.*s", (int)q->words.len, q->words.base), x->id)
                         : q->words;

    words.len -= words.base[words.len - 1] == '\n';
    return words;
}

static void portion_on_answered(void *state)
{
    struct portion *p = state;
    struct batch *b = p->batch;
    struct exchange *x = b->x;

    for (size_t i = 0; i < p->count; i++) {
        h2o_iovec_t *part = &p->part[i * PARTS];

        if (failed(p->inquiry[i].fault))
            client_errors_note(x->service, x->asker.client, p->inquiry[i].fault);
        part[0] = lead_in(p->x, p->line[i], &p->inquiry[i]);
        part[1] = words_of(p->x, &p->inquiry[i]);
        part[2] = h2o_iovec_init(H2O_STRLIT("}\n"));
    }
    b->sent = p->x;
    reply_stream_send(&b->stream, p->part, p->count * PARTS, b->at == b->end);
    exchange_release(x);
}
