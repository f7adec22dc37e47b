#include "endpoints/client/certificate_row.h"

#include <string.h>

#include <jansson.h>

#include "core/canonical_json.h"
#include "core/service.h"
#include "store/certificate_store.h"

enum {
    NUMBER,
    STATE,
    OVER,
    STATE_AT,
    REASON,
    ISSUED_AT,
    VALID_UNTIL,
    DESTINATION,
    LANGUAGE,
    GROUND,
    REFERENCE,
    PREDECESSOR,
    SUCCESSOR,
    CREDENTIAL
};

const char *number_hex(struct exchange *x, const struct certificate_number *number)
{
    return certificate_number_bytea(&x->pool, number) + strlen("\\x");
}

/* What was signed was checked when it was made. */
static void read_vehicle(struct exchange *x, h2o_iovec_t credential, struct certificate_shown *c)
{
    json_t *document = canonical_json_read(credential.base, credential.len);
    const json_t *subject = json_object_get(document, "credentialSubject");

    c->vin = exchange_kept(x, json_string_value(json_object_get(subject, "vin")));
    c->make = exchange_kept(x, json_string_value(json_object_get(subject, "make")));
    c->model_year = (int)json_integer_value(json_object_get(subject, "model_year"));
    json_decref(document);
}

bool certificate_row(struct exchange *x, const struct rows *rows, int row, struct certificate_shown *c)
{
    const struct keys *keys = x->service->keys;
    struct certificate_number number;
    h2o_iovec_t reference, credential;

    if (!rows_certificate_number(&x->pool, rows, row, NUMBER, &number) ||
        !certificate_open(&x->pool, keys, CERTIFICATE_REFERENCE, &number,
                          rows_bytes(&x->pool, rows, row, REFERENCE), &reference) ||
        !certificate_open(&x->pool, keys, CERTIFICATE_CREDENTIAL, &number,
                          rows_bytes(&x->pool, rows, row, CREDENTIAL), &credential))
        return false;
    *c = (struct certificate_shown){
        .number = rows_certificate_number_text(&x->pool, rows, row, NUMBER),
        .state = exchange_kept(x, rows_certificate_state(rows, row, STATE)),
        .state_at = rows_number(rows, row, STATE_AT),
        .reason = exchange_kept(x, rows_text(rows, row, REASON)),
        .issued_at = rows_number(rows, row, ISSUED_AT),
        .valid_until = rows_date(rows, row, VALID_UNTIL),
        .destination = exchange_kept(x, rows_text(rows, row, DESTINATION)),
        .language = exchange_kept(x, rows_text(rows, row, LANGUAGE)),
        .ground = exchange_kept(x, rows_text(rows, row, GROUND)),
        .reference = reference.base,
        .predecessor = rows_certificate_number_text(&x->pool, rows, row, PREDECESSOR),
        .successor = rows_certificate_number_text(&x->pool, rows, row, SUCCESSOR),
    };
    read_vehicle(x, credential, c);
    return true;
}
