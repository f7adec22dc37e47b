#include "endpoints/workshop/foshan/foshan.h"

#include <string.h>

#include "endpoints/workshop/message.h"
#include "endpoints/workshop/record.h"
#include "endpoints/workshop/ticket.h"
#include "http/body.h"
#include "http/form.h"

static const struct family foshan = {"foshan", family_tell_flat};

/* The field's text; of a body that is no form, all of it. */
static h2o_iovec_t sent_text(struct exchange *x, const char *field)
{
    h2o_iovec_t body = body_bytes(x);
    const char *text = query_text(x, field);

    if (text == NULL && body.len != 0)
        text = form_text(x, body, field);
    return text == NULL ? body : h2o_iovec_init(text, strlen(text));
}

/* The facts stand in `body` beside a header with the client's clock; or there is no such division. */
static const json_t *inner(struct exchange *x, const json_t *message)
{
    json_t *body;

    return message_nested(x, message_member(message, "body"), JSON_OBJECT, &body) && body != NULL ? body
                                                                                                  : message;
}

void foshan_token_start(struct exchange *x)
{
    static const struct ticket_names names = {"companycode", "companypassword"};

    ticket_give(x, &foshan, inner(x, message_of(x, sent_text(x, "companydata"))), &names);
}

static void record_on_told(void *state, const struct upload_told *told)
{
    family_tell_upload(state, &foshan, told, NULL);
}

void foshan_record_start(struct exchange *x)
{
    struct message_names names = message_v1;
    const h2o_iovec_t text = sent_text(x, "repairdata");
    const json_t *message = message_of(x, text);
    struct raw_submission *raw = exchange_new(x, struct raw_submission);

    names.info = NULL;
    const struct record_message sent = {
        .family = foshan.name,
        .bytes = text,
        .token = message_token(x, message, text),
        .broken = message == NULL,
        .raw = message_read(x, inner(x, message), &names, raw) ? raw : NULL,
    };
    record_take(x, &sent, record_on_told, x);
}
