#include "endpoints/workshop/chengdu/chengdu.h"

#include <string.h>
#include <time.h>

#include "endpoints/workshop/message.h"
#include "endpoints/workshop/record.h"
#include "endpoints/workshop/registration.h"
#include "endpoints/workshop/ticket.h"
#include "http/body.h"
#include "http/reply.h"

static void tell(struct exchange *x, enum interface_status status, const char *detail, const char *extra)
{
    const char *body = exchange_text(x, "{\"respInfo\":%s}", family_object(x, status, detail, extra));

    reply_json(x, 200, REPLY_NO_STORE, h2o_iovec_init(body, strlen(body)));
}

static const struct family chengdu = {"chengdu", tell};

void chengdu_explain(struct exchange *x, enum fault fault)
{
    family_tell_fault(x, &chengdu, fault);
}

/* What the envelope holds, each layer as such or as text; a message without one is taken as it is. */
static const json_t *opened(struct exchange *x, json_t *message)
{
    static const char *const layers[] = {"transaction", "body", "reqInfo"};
    json_t *inner = message;

    for (size_t i = 0; i < sizeof(layers) / sizeof(layers[0]); i++)
        if (!message_nested(x, message_member(inner, layers[i]), JSON_OBJECT, &inner) || inner == NULL)
            return message;
    return inner;
}

void chengdu_register_start(struct exchange *x)
{
    registration_start(x, &chengdu, opened(x, message_of(x, body_bytes(x))));
}

void chengdu_token_start(struct exchange *x)
{
    static const struct ticket_names names = {"companycode", "companypassword"};

    ticket_give(x, &chengdu, opened(x, message_of(x, body_bytes(x))), &names);
}

static void record_on_told(void *state, const struct upload_told *told)
{
    family_tell_upload(state, &chengdu, told, NULL);
}

void chengdu_record_start(struct exchange *x)
{
    const json_t *message = opened(x, message_of(x, body_bytes(x)));

    record_take_v1(x, &chengdu, message, body_bytes(x), record_on_told, x);
}

void chengdu_time_start(struct exchange *x)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    const char *text = exchange_text(x, "%lld", (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000);
    reply_json(x, 200, REPLY_NO_STORE, h2o_iovec_init(text, strlen(text)));
}
