#include "endpoints/workshop/record.h"

#include "endpoints/workshop/message.h"
#include "endpoints/workshop/sender.h"

struct taking {
    struct exchange *x;
    struct record_message message;
    int64_t workshop;
    upload_continuation *then;
    void *state;
};

static void take_on_sender(void *state, const struct answer *answer)
{
    struct taking *t = state;
    const struct record_message *m = &t->message;
    const struct upload_from from = {
        .workshop = t->workshop, .family = m->family, .message = m->bytes, .token = m->token};

    if (failed(answer->fault))
        t->then(t->state, &(struct upload_told){.fault = answer->fault});
    else if (m->broken)
        upload_set_apart(t->x, &from, "broken_json", "报文不是合法的 JSON（UTF-8 编码）", t->then, t->state);
    else if (m->raw == NULL)
        upload_set_apart(t->x, &from, "unreadable", "报文结构无法识别", t->then, t->state);
    else
        upload_submit(t->x, &from, m->raw, t->then, t->state);
}

void record_take(struct exchange *x, const struct record_message *message, upload_continuation *then,
                 void *state)
{
    struct taking *t = exchange_new(x, struct taking);

    *t = (struct taking){.x = x, .message = *message, .then = then, .state = state};
    if (message->token == NULL)
        then(state,
             &(struct upload_told){.fault = message->broken ? FAULT_BODY_MALFORMED : FAULT_TOKEN_EXPIRED});
    else
        sender_find(x, message->token, &t->workshop, take_on_sender, t);
}

void record_take_v1(struct exchange *x, const struct family *family, const json_t *message, h2o_iovec_t bytes,
                    upload_continuation *then, void *state)
{
    struct raw_submission *raw = exchange_new(x, struct raw_submission);
    const struct record_message sent = {
        .family = family->name,
        .bytes = bytes,
        .token = message_token(x, message, bytes),
        .broken = message == NULL,
        .raw = message_read(x, message, &message_v1, raw) ? raw : NULL,
    };

    record_take(x, &sent, then, state);
}
