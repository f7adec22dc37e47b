#include "endpoints/workshop/family.h"

#include <string.h>

#include "http/reply.h"

static const struct {
    const char *code, *text;
} statuses[] = {
#define STATUS(name, code, text) {code, text},
    INTERFACE_STATUSES(STATUS)
#undef STATUS
};

const char *interface_code(enum interface_status status)
{
    return statuses[status].code;
}

const char *interface_text(enum interface_status status)
{
    return statuses[status].text;
}

const char *family_object(struct exchange *x, enum interface_status status, const char *detail,
                          const char *extra)
{
    return exchange_text(x, "{\"code\":\"%s\",\"status\":\"%s%s%s\"%s}", statuses[status].code,
                         statuses[status].text, detail == NULL ? "" : "：", detail == NULL ? "" : detail,
                         extra == NULL ? "" : extra);
}

void family_tell_flat(struct exchange *x, enum interface_status status, const char *detail, const char *extra)
{
    const char *body = family_object(x, status, detail, extra);

    reply_json(x, 200, REPLY_NO_STORE, h2o_iovec_init(body, strlen(body)));
}

enum interface_status family_status_of(enum fault fault)
{
    switch (fault) {
    case FAULT_LIMIT:
    case FAULT_TOO_MANY_LINES: return STATUS_TOO_MANY;
    case FAULT_BODY_TOO_LARGE: return STATUS_TOO_LARGE;
    case FAULT_BODY_MALFORMED: return STATUS_FORMAT;
    case FAULT_TOKEN_EXPIRED: return STATUS_NO_TOKEN;
    case FAULT_NO_RECORD: return STATUS_NO_RECORD;
    case FAULT_BUSY:
    case FAULT_STORE_SLOW:
    case FAULT_STORE_DOWN: return STATUS_BUSY;
    default: return STATUS_FAILED;
    }
}

void family_tell_fault(struct exchange *x, const struct family *family, enum fault fault)
{
    family->tell(x, family_status_of(fault), NULL, NULL);
}

void family_tell_upload(struct exchange *x, const struct family *family, const struct upload_told *told,
                        const char *extra)
{
    if (failed(told->fault))
        family_tell_fault(x, family, told->fault);
    else if (told->outcome == UPLOAD_QUARANTINED)
        family->tell(x, STATUS_QUARANTINED, told->detail, NULL);
    else
        family->tell(x, STATUS_ADDED,
                     told->detail == NULL ? NULL : exchange_text(x, "请核对：%s", told->detail), extra);
}
