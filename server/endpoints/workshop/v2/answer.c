#include "endpoints/workshop/v2/answer.h"

#include <string.h>

#include "http/reply.h"

static const struct {
    int number;
    const char *message;
} codes[] = {
#define CODE(name, number, message) {number, message},
    OPENAPI_CODES(CODE)
#undef CODE
};

void openapi_tell(struct exchange *x, enum openapi_code code, const char *detail, const char *data)
{
    const char *body = exchange_text(x, "{\"code\":%d,\"message\":\"%s%s%s\",\"data\":%s}",
                                     codes[code].number, codes[code].message, detail == NULL ? "" : "：",
                                     detail == NULL ? "" : detail, data == NULL ? "null" : data);

    reply_json(x, 200, REPLY_NO_STORE, h2o_iovec_init(body, strlen(body)));
}

void openapi_explain(struct exchange *x, enum fault fault)
{
    switch (fault) {
    case FAULT_LIMIT: openapi_tell(x, OPENAPI_OTHER, "请求过于频繁，请稍后再试", NULL); break;
    case FAULT_BODY_TOO_LARGE: openapi_tell(x, OPENAPI_TOO_LARGE, NULL, NULL); break;
    case FAULT_BUSY:
    case FAULT_STORE_SLOW:
    case FAULT_STORE_DOWN: openapi_tell(x, OPENAPI_TIMEOUT, NULL, NULL); break;
    default: openapi_tell(x, OPENAPI_INTERNAL, NULL, NULL);
    }
}
