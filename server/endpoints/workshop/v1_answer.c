#include "endpoints/workshop/v1_answer.h"

#include <string.h>

#include "endpoints/workshop/v1.h"
#include "http/reply.h"

static const struct {
    const char *code, *status;
} words[] = {
#define CODE(name, code, status) {code, status},
    V1_CODES(CODE)
#undef CODE
};

void v1_answer(struct exchange *x, enum v1_code code, const char *detail, const char *extra)
{
    const char *body =
        exchange_text(x, "{\"code\":\"%s\",\"status\":\"%s%s%s\"%s}", words[code].code, words[code].status,
                      detail == NULL ? "" : "：", detail == NULL ? "" : detail, extra == NULL ? "" : extra);

    reply_json(x, 200, REPLY_NO_STORE, h2o_iovec_init(body, strlen(body)));
}

void v1_explain(struct exchange *x, enum fault fault)
{
    switch (fault) {
    case FAULT_LIMIT: v1_answer(x, V1_TOO_MANY, NULL, NULL); break;
    case FAULT_BODY_TOO_LARGE: v1_answer(x, V1_TOO_LARGE, NULL, NULL); break;
    case FAULT_BODY_MALFORMED: v1_answer(x, V1_FORMAT, NULL, NULL); break;
    case FAULT_BUSY:
    case FAULT_STORE_SLOW:
    case FAULT_STORE_DOWN: v1_answer(x, V1_BUSY, NULL, NULL); break;
    default: v1_answer(x, V1_FAILED, NULL, NULL);
    }
}
