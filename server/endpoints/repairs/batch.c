#include "endpoints/repairs/batch.h"

#include <string.h>

#include "core/client_errors.h"
#include "core/service.h"
#include "endpoints/repairs/answers.h"
#include "endpoints/repairs/item.h"
#include "http/bearer.h"
#include "http/body.h"
#include "http/cookie.h"
#include "http/elements.h"
#include "http/lines.h"
#include "http/reply.h"
#include "store/clients.h"

/* What goes in together: as many as share a flush of the log. */
enum { TOGETHER = 64, LINE_BYTES = 256 };

/* Where a body is read: lines, or the elements of an array. */
struct source {
    bool lines;
    const char *at, *end;
    struct elements elements;
    unsigned line;
};

struct portion {
    struct exchange *x; /* its own memory */
    struct batch *batch;
    size_t count;
    struct repair_item item[TOGETHER];
    h2o_iovec_t words;
};

struct batch {
    struct reply_stream stream;
    struct exchange *x;
    struct source source;
    long left; /* records that were not read yet */
    bool english, keep;
    struct answers answers;
    struct json_text said; /* all of the answer, when it is to be kept */
    struct portion *sent;  /* that is on its way; NULL: none */
};

static answers_continuation batch_on_known;
static continuation portion_on_known;
static void more(struct reply_stream *stream);
static void portion_on_told(void *state);
static void batch_on_settled(void *state);

static bool source_next(struct source *s, h2o_iovec_t *text)
{
    if (s->lines)
        return lines_next(&s->at, s->end, &s->line, text);
    s->line++;
    return elements_next(&s->elements, text);
}

static bool source_begin(struct source *s, h2o_iovec_t body, bool lines)
{
    *s = (struct source){.lines = lines, .at = body.base, .end = body.base + body.len};
    return lines || elements_begin(body, &s->elements);
}

/* At most one more than are taken. */
static long source_count(struct source s)
{
    h2o_iovec_t text;
    long count = 0;

    while (count <= REPAIRS_MOST && source_next(&s, &text))
        count++;
    return count;
}

static void let_go_of_sent(void *state)
{
    struct batch *b = state;

    if (b->sent != NULL)
        exchange_release(b->sent->x);
    b->sent = NULL;
}

void repairs_batch_start(struct exchange *x, bool lines)
{
    struct batch *b = exchange_new(x, struct batch);

    *b = (struct batch){.x = x, .english = strcmp(language_of(x), "en") == 0};
    if (source_begin(&b->source, body_bytes(x), lines))
        b->left = source_count(b->source);
    if (b->left == 0)
        reply_problem(x, FAULT_BODY_MALFORMED, "A batch has at least one record.", NULL, NULL);
    else if (b->left > REPAIRS_MOST)
        reply_problem(x, FAULT_TOO_MANY_LINES, "A batch has at most 500 records.", NULL, NULL);
    else
        answers_begin(x, &b->answers, batch_on_known, b);
}

static void batch_on_known(void *state, const struct answer_kept *kept)
{
    struct batch *b = state;

    if (kept->status != 0) {
        reply_bytes(b->x, kept->status, REPLY_NO_STORE, "application/x-ndjson", kept->body);
        return;
    }
    b->keep = b->answers.key != NULL;
    b->said = json_text_new(&b->x->pool, (size_t)b->left * LINE_BYTES);
    exchange_adopt(b->x, b, let_go_of_sent);
    reply_stream_begin(&b->stream, b->x, "application/x-ndjson", more);
    more(&b->stream);
}

static bool is_in(const struct portion *p, const struct repair_item *item)
{
    for (size_t i = 0; i < p->count; i++)
        if (repair_items_same(&p->item[i], item))
            return true;
    return false;
}

static void read_portion(struct portion *p)
{
    struct batch *b = p->batch;
    struct source before = b->source;
    h2o_iovec_t text;

    while (p->count < TOGETHER && source_next(&b->source, &text)) {
        struct repair_item *item = &p->item[p->count];

        *item = (struct repair_item){.line = b->source.line, .english = b->english};
        repair_item_read(p->x, item, text);
        if (is_in(p, item)) { /* it comes with the next portion */
            b->source = before;
            break;
        }
        before = b->source;
        p->count++;
        b->left--;
    }
}

/* Reads the next portion, which keeps both its own exchange and the batch's. The token was looked at for the
 * first; it may have been revoked while that was read. */
static void more(struct reply_stream *stream)
{
    struct batch *b = H2O_STRUCT_FROM_MEMBER(struct batch, stream, stream);
    struct exchange *x = exchange_part(b->x);
    struct portion *p = exchange_new(x, struct portion);
    bool first = b->sent == NULL;

    let_go_of_sent(b);
    exchange_hold(b->x);
    p->x = x;
    p->batch = b;
    read_portion(p);
    if (first)
        repair_items_submit(x, p->item, p->count, portion_on_told, p);
    else
        clients_find_again(x, bearer_of(b->x), portion_on_known, p);
}

static void portion_on_known(void *state, const struct answer *answer)
{
    struct portion *p = state;

    for (size_t i = 0; failed(answer->fault) && i < p->count; i++) {
        p->item[i].fault = answer->fault;
        p->item[i].detail = p->item[i].pointer = NULL;
    }
    repair_items_submit(p->x, p->item, p->count, portion_on_told, p);
}

/* What a later try may change. */
static bool may_change(int status)
{
    return status == 401 || status == 403 || status == 429 || status >= 500;
}

static void put_line(struct json_text *t, const struct repair_item *item)
{
    int status = repair_item_status(item);

    json_raw(t, "{\"line\":");
    json_number_put(t, item->line);
    json_raw(t, ",\"status\":");
    json_number_put(t, status);
    if (status == 429 || status == 503) {
        json_raw(t, ",\"retry_after\":");
        json_number_put(t, status == 429 ? item->x->retry_after : 2);
    }
    json_raw(t, failed(item->fault) ? ",\"problem\":" : ",\"repair\":");
    repair_item_put(t, item);
    json_raw(t, "}\n");
}

static void portion_on_told(void *state)
{
    struct portion *p = state;
    struct batch *b = p->batch;
    struct json_text t = json_text_new(&p->x->pool, p->count * LINE_BYTES);

    for (const struct repair_item *item = p->item; item < p->item + p->count; item++) {
        if (failed(item->fault))
            client_errors_note(b->x->service, b->x->asker.client, item->fault);
        b->keep = b->keep && !may_change(repair_item_status(item));
        put_line(&t, item);
    }
    p->words = json_text_bytes(&t);
    b->sent = p;
    if (b->keep)
        json_raw_bytes(&b->said, p->words);
    if (b->left != 0) {
        reply_stream_send(&b->stream, &p->words, 1, false);
        exchange_release(b->x);
    } else {
        b->x->detached = true; /* what was done is kept, whoever has left */
        answers_settle(&b->answers, 200, b->keep ? json_text_bytes(&b->said) : h2o_iovec_init(NULL, 0),
                       batch_on_settled);
    }
}

static void batch_on_settled(void *state)
{
    struct batch *b = state;

    reply_stream_send(&b->stream, &b->sent->words, 1, true);
    exchange_release(b->x);
}
