/* A v1 upload is read as far as it can be, and what comes out keeps the bounds of the interface. */
#include "target.h"

#include "endpoints/workshop/message.h"
#include "history/plate.h"

static void must_be_bounded(const char *text, size_t most)
{
    MUST(text == NULL || (*text != '\0' && strlen(text) <= most * 4 && target_is_utf8(text)));
}

static void must_be_a_record(const struct submission *s)
{
    const struct record *r = &s->record;
    struct vin vin;

    if ((s->findings & 1u << FINDING_V1) == 0)
        MUST(vin_parse(&vin, s->vin.text, strlen(s->vin.text)) == VIN_OK);
    MUST(r->odometer_km == ODOMETER_UNKNOWN || (r->odometer_km >= 0 && r->odometer_km <= 999999));
    MUST(r->work_count <= MAX_WORKS && r->part_count <= MAX_PARTS &&
         r->unread_count <= MAX_WORKS + MAX_PARTS + 4);
    must_be_bounded(r->company_name, MAX_NAME);
    must_be_bounded(r->settlement_no, MAX_SETTLEMENT_NO);
    must_be_bounded(r->fault, MAX_FAULT);
    for (size_t i = 0; i < r->work_count; i++)
        must_be_bounded(r->works[i].name, MAX_NAME);
    for (size_t i = 0; i < r->part_count; i++)
        must_be_bounded(r->parts[i].name, MAX_NAME);
    if (r->plate != NULL && (s->findings & 1u << FINDING_P1) == 0)
        MUST(plate_is_valid(r->plate));
    if (date_known(r->brought_on) && date_known(r->settled_on) && !findings_quarantine(s->findings))
        MUST(date_compare(r->brought_on, r->settled_on) <= 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct exchange *x = target_begin();
    h2o_iovec_t body = h2o_iovec_init(bytes, size);
    json_t *message = message_of(x, body);
    const char *token = message_token(x, message, body);
    struct raw_submission raw;
    struct submission submission;

    MUST(message != NULL || token == NULL ||
         (strlen(token) <= 64 && memmem(bytes, size, token, strlen(token)) != NULL));
    if (message_read(x, message, &message_v1, &raw)) {
        submission_read(&x->pool, &raw, (struct date){2026, 1, 1}, &submission);
        must_be_a_record(&submission);
    }
    target_end(x);
    return 0;
}
