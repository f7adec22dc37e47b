/* Whatever a program of any interface sends, what is read of it keeps the bounds, and each way of reading it
 * agrees with the others. */
#include "target.h"

#include "endpoints/workshop/message.h"
#include "endpoints/workshop/v0/v0_record.h"
#include "endpoints/workshop/v2/fields.h"

static void must_be_bounded(const struct raw_submission *raw)
{
    MUST(raw->work_count <= MAX_WORKS && raw->part_count <= MAX_PARTS && raw->fee_count <= MAX_FEES);
    for (size_t i = 0; i < raw->part_count; i++)
        MUST(raw->parts[i].name == NULL || target_is_utf8(raw->parts[i].name));
}

static void must_be_read(struct exchange *x, const json_t *message, const struct message_names *names)
{
    struct raw_submission raw;
    struct submission submission;

    if (!message_read(x, message, names, &raw))
        return;
    must_be_bounded(&raw);
    submission_read(&x->pool, &raw, (struct date){2026, 1, 1}, &submission);
}

/* A made-up signature never holds, and what is found wrong has a name. */
static void must_be_signed(struct exchange *x, json_t *message)
{
    static const struct signed_field *const calls[] = {v2_insert_fields, v2_items_fields, v2_settle_fields,
                                                       v2_correct_fields};
    const char *field = NULL;

    for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
        MUST(!openapi_signature_holds(&x->pool, message, calls[i], "secret", "0"));
        enum openapi_code code = v2_check(x, message, calls[i], &field);
        MUST(code == OPENAPI_OK || field != NULL);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct exchange *x = target_begin();
    h2o_iovec_t body = h2o_iovec_init(bytes, size);
    json_t *message = message_of(x, body), *quoted = message_of(x, openapi_quoted(&x->pool, body));
    struct message_names flat = message_v1;

    MUST(message == NULL || quoted != NULL);
    flat.info = NULL;
    must_be_read(x, message, &message_v0);
    must_be_read(x, message, &flat);
    must_be_read(x, quoted, &message_v2);
    if (json_is_object(quoted))
        must_be_signed(x, quoted);
    target_end(x);
    return 0;
}
