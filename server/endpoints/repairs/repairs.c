#include "endpoints/repairs/repairs.h"

#include <string.h>

#include "core/service.h"
#include "endpoints/repairs/answers.h"
#include "endpoints/repairs/batch.h"
#include "endpoints/repairs/item.h"
#include "http/body.h"
#include "http/cookie.h"
#include "http/reply.h"

enum { ANSWER_BYTES = 1024 };

struct single {
    struct exchange *x;
    struct repair_item item;
    struct answers answers;
    h2o_iovec_t body;
};

static answers_continuation single_on_known;
static void single_on_told(void *state);
static void single_on_settled(void *state);

/* It goes on to its end when the client leaves: else its Idempotency-Key would stay under way. */
static void single_start(struct exchange *x, const struct repair_name *wanted)
{
    struct single *s = exchange_new(x, struct single);

    s->x = x;
    s->item.wanted = wanted;
    s->item.english = strcmp(language_of(x), "en") == 0;
    x->detached = true;
    repair_item_read(x, &s->item, body_bytes(x));
    answers_begin(x, &s->answers, single_on_known, s);
}

static void single_on_known(void *state, const struct answer_kept *kept)
{
    struct single *s = state;

    if (kept->status != 0)
        reply_json(s->x, kept->status, REPLY_NO_STORE, kept->body);
    else
        repair_items_submit(s->x, &s->item, 1, single_on_told, s);
}

static void single_on_told(void *state)
{
    struct single *s = state;
    struct json_text t = json_text_new(&s->x->pool, ANSWER_BYTES);

    if (!failed(s->item.fault)) { /* what is refused is refused again */
        repair_item_put(&t, &s->item);
        json_raw(&t, "\n");
    }
    s->body = json_text_bytes(&t);
    answers_settle(&s->answers, repair_item_status(&s->item), s->body, single_on_settled);
}

/* What is refused is told by reply_problem(), which counts it and says when to come again. */
static void single_on_settled(void *state)
{
    struct single *s = state;

    if (failed(s->item.fault))
        reply_problem(s->x, s->item.fault, s->item.detail, s->item.pointer, NULL);
    else
        reply_json(s->x, repair_item_status(&s->item), REPLY_NO_STORE, s->body);
}

static bool is_array(h2o_iovec_t body)
{
    size_t at = 0;

    while (at < body.len && strchr(" \t\r\n", body.base[at]) != NULL && body.base[at] != '\0')
        at++;
    return at < body.len && body.base[at] == '[';
}

void repairs_start(struct exchange *x)
{
    bool lines = body_is(x, "application/x-ndjson") || body_is(x, "application/jsonl");

    if (!lines && !body_is(x, "application/json"))
        reply_problem(x, FAULT_TYPE_UNSUPPORTED,
                      "The body is application/json, one record or an array, or application/x-ndjson.", NULL,
                      NULL);
    else if (lines || is_array(body_bytes(x)))
        repairs_batch_start(x, lines);
    else
        single_start(x, NULL);
}

void repair_put_start(struct exchange *x)
{
    struct repair_name *wanted = exchange_new(x, struct repair_name);

    if (!body_is(x, "application/json"))
        reply_problem(x, FAULT_TYPE_UNSUPPORTED, "The body is application/json.", NULL, NULL);
    else if (!repair_handle_read(x->service->keys, x->segment[0], wanted))
        reply_fault(x, FAULT_REPAIR_UNKNOWN);
    else
        single_start(x, wanted);
}
