#include "endpoints/certificate/held.h"

#include <string.h>

#include <jansson.h>

#include "core/json_text.h"
#include "core/service.h"
#include "core/settings.h"
#include "core/utc_text.h"
#include "endpoints/certificate/log.h"
#include "endpoints/certificate/request.h"
#include "http/form.h"
#include "http/reply.h"
#include "store/asker.h"
#include "store/certificate_store.h"
#include "store/db.h"

enum { ON_A_PAGE = 100, PAGE_MOST = 1000, ITEM_BYTES = 1024 };

/* Of certificate_read and certificates_of_client. */
enum column {
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
    SUCCESSOR
};

struct listing {
    struct exchange *x;
    int64_t limit;
};

struct enveloping {
    struct exchange *x;
    struct certificate_number number;
    void (*resume)(void *state, h2o_iovec_t envelope);
    void *state;
};

static continuation certificate_on_row, list_on_rows, envelope_on_row, withdraw_on_done;

const char *certificate_issuer(struct exchange *x)
{
    const char *url = x->service->settings->public_url, *host = strstr(url, "://");

    host = host == NULL ? url : host + 3;
    return exchange_text(x, "%.*s", (int)strcspn(host, "/"), host);
}

const char *certificate_path(struct exchange *x, const struct certificate_number *number)
{
    char text[CERTIFICATE_NUMBER_TEXT];

    return exchange_text(x, "/v1/certificates/%s", certificate_number_text(number, text));
}

/* "number", "verify" and "links": where it is, for people and for programs. */
static void put_places(struct exchange *x, struct json_text *t, const struct certificate_number *number)
{
    char text[CERTIFICATE_NUMBER_TEXT];
    const char *path = certificate_path(x, number);

    json_raw(t, "\"number\":");
    json_string_put(t, certificate_number_text(number, text));
    json_raw(t, ",\"verify\":");
    json_string_put(t, exchange_text(x, "%s/verify/%s", x->service->settings->public_url, text));
    json_raw(t, exchange_text(x,
                              ",\"links\":{\"self\":\"%s\",\"credential\":\"%s.json\",\"paper\":\"%s.pdf\","
                              "\"withdrawal\":\"%s/withdrawal\"}",
                              path, path, path, path));
}

void certificate_tell_issued(struct exchange *x, const struct certificate_request *request,
                             const struct certificate_number *number, const char *until)
{
    struct json_text t = json_text_new(&x->pool, ITEM_BYTES);

    if (request->resume != NULL) {
        request->resume(request->state, number, until);
        return;
    }
    json_raw(&t, "{");
    put_places(x, &t, number);
    json_raw(&t, ",\"valid_until\":");
    json_string_put(&t, until);
    json_raw(&t, "}\n");
    reply_header(x, "location", certificate_path(x, number));
    reply_json(x, 201, REPLY_NO_STORE, json_text_bytes(&t));
}

static void put_text(struct json_text *t, const char *name, const char *text)
{
    json_raw(t, name);
    json_string_put(t, text);
}

/* Microseconds in a column; null where there are none. */
static void put_moment(struct json_text *t, const char *name, const struct rows *rows, int row, int column)
{
    char text[UTC_TEXT];

    put_text(t, name,
             rows_text(rows, row, column) == NULL ? NULL
                                                  : utc_text(rows_number(rows, row, column) / 1000000, text));
}

static bool put_certificate(struct exchange *x, struct json_text *t, const struct rows *rows, int row)
{
    struct certificate_number number;
    h2o_iovec_t reference;

    if (!rows_certificate_number(&x->pool, rows, row, NUMBER, &number) ||
        !certificate_open(&x->pool, x->service->keys, CERTIFICATE_REFERENCE, &number,
                          rows_bytes(&x->pool, rows, row, REFERENCE), &reference))
        return false;
    json_raw(t, "{");
    put_places(x, t, &number);
    put_text(t, ",\"state\":", rows_certificate_state(rows, row, STATE));
    put_moment(t, ",\"state_at\":", rows, row, STATE_AT);
    put_text(t, ",\"reason\":", rows_text(rows, row, REASON));
    put_moment(t, ",\"issued_at\":", rows, row, ISSUED_AT);
    put_text(t, ",\"valid_until\":", rows_text(rows, row, VALID_UNTIL));
    put_text(t, ",\"destination\":", rows_text(rows, row, DESTINATION));
    put_text(t, ",\"language\":", rows_text(rows, row, LANGUAGE));
    put_text(t, ",\"ground\":", rows_text(rows, row, GROUND));
    put_text(t, ",\"reference\":", reference.base);
    put_text(t, ",\"predecessor\":", rows_certificate_number_text(&x->pool, rows, row, PREDECESSOR));
    put_text(t, ",\"successor\":", rows_certificate_number_text(&x->pool, rows, row, SUCCESSOR));
    json_raw(t, "}");
    return true;
}

const char *certificate_number_of_path(struct exchange *x, struct certificate_number *number)
{
    if (certificate_number_parse(x->segment[0].base, x->segment[0].len, number))
        return certificate_number_bytea(&x->pool, number);
    reply_fault(x, FAULT_CERTIFICATE_UNKNOWN);
    return NULL;
}

void certificate_start(struct exchange *x)
{
    struct certificate_number number;
    const char *bytea = certificate_number_of_path(x, &number);

    if (bytea != NULL)
        db_read(x, QUERY_CERTIFICATE_READ, DB_VALUES(client_text(x), bytea), certificate_on_row, x);
}

static void certificate_on_row(void *state, const struct answer *answer)
{
    struct exchange *x = state;
    struct json_text t = json_text_new(&x->pool, ITEM_BYTES);

    if (failed(answer->fault) || answer->rows->count == 0) {
        reply_fault(x, failed(answer->fault) ? answer->fault : FAULT_CERTIFICATE_UNKNOWN);
    } else if (!put_certificate(x, &t, answer->rows, 0)) {
        reply_fault(x, FAULT_BUG);
    } else {
        json_raw(&t, "\n");
        reply_json(x, 200, REPLY_NO_STORE, json_text_bytes(&t));
    }
}

/* Behind which one a page begins: a number; null for the first page. False after an answer. */
static bool read_after(struct exchange *x, const char **after)
{
    const char *text = query_field(x, "after");
    struct certificate_number number;

    *after = NULL;
    if (text == NULL && !query_has(x, "after"))
        return true;
    if (text != NULL && certificate_number_parse(text, strlen(text), &number)) {
        *after = certificate_number_bytea(&x->pool, &number);
        return true;
    }
    reply_problem(x, FAULT_FIELD_INVALID, "after is the number of the last certificate that you have.",
                  "/after", NULL);
    return false;
}

static bool read_limit(struct exchange *x, int64_t *limit)
{
    if (query_number(x, "limit", ON_A_PAGE, limit) && *limit > 0 && *limit <= PAGE_MOST)
        return true;
    reply_problem(x, FAULT_FIELD_INVALID, "limit is 1 to 1000.", "/limit", NULL);
    return false;
}

void certificates_start(struct exchange *x)
{
    struct listing *l = exchange_new(x, struct listing);
    const char *after;

    l->x = x;
    if (read_after(x, &after) && read_limit(x, &l->limit))
        db_read(x, QUERY_CERTIFICATES_OF_CLIENT,
                DB_VALUES(client_text(x), after, exchange_text(x, "%d", (int)l->limit + 1)), list_on_rows, l);
}

static void link_next(const struct listing *l, const struct rows *rows)
{
    struct certificate_number number;
    char text[CERTIFICATE_NUMBER_TEXT];

    if (rows->count > l->limit &&
        rows_certificate_number(&l->x->pool, rows, (int)l->limit - 1, NUMBER, &number))
        reply_header(l->x, "link",
                     exchange_text(l->x, "</v1/certificates?after=%s&limit=%d>; rel=\"next\"",
                                   certificate_number_text(&number, text), (int)l->limit));
}

static void list_on_rows(void *state, const struct answer *answer)
{
    struct listing *l = state;
    struct exchange *x = l->x;
    const struct rows *rows = answer->rows;
    struct json_text t = json_text_new(&x->pool, ITEM_BYTES);

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    json_raw(&t, "{\"certificates\":[");
    for (int row = 0; row < rows->count && row < l->limit; row++) {
        json_raw(&t, row == 0 ? "" : ",");
        if (!put_certificate(x, &t, rows, row)) {
            reply_fault(x, FAULT_BUG);
            return;
        }
    }
    json_raw(&t, "]}\n");
    link_next(l, rows);
    reply_json(x, 200, REPLY_NO_STORE, json_text_bytes(&t));
}

void certificate_envelope(struct exchange *x, const struct certificate_number *number,
                          void (*resume)(void *state, h2o_iovec_t envelope), void *state)
{
    struct enveloping *e = exchange_new(x, struct enveloping);

    *e = (struct enveloping){x, *number, resume, state};
    db_read(x, QUERY_CERTIFICATE_CREDENTIAL,
            DB_VALUES(exporter_text(x), certificate_number_bytea(&x->pool, number)), envelope_on_row, e);
}

static void envelope_on_row(void *state, const struct answer *answer)
{
    enum { CREDENTIAL, PAPER, PLACE };
    struct enveloping *e = state;
    struct exchange *x = e->x;
    h2o_iovec_t credential;

    if (failed(answer->fault) || answer->rows->count == 0)
        reply_fault(x, failed(answer->fault) ? answer->fault : FAULT_CERTIFICATE_UNKNOWN);
    else if (!certificate_open(&x->pool, x->service->keys, CERTIFICATE_CREDENTIAL, &e->number,
                               rows_bytes(&x->pool, answer->rows, 0, CREDENTIAL), &credential))
        reply_fault(x, FAULT_BUG);
    else
        log_envelope(x, credential, rows_number(answer->rows, 0, PLACE), e->resume, e->state);
}

static void envelope_reply(void *state, h2o_iovec_t envelope)
{
    struct exchange *x = state;

    if (x->asker.client == 0) /* a browser's, which keeps it */
        reply_header(x, "content-disposition",
                     exchange_text(x, "attachment; filename=\"chedang-%s.json\"", segment_text(x, 0)));
    reply_json(x, 200, REPLY_NO_STORE, envelope);
}

void certificate_envelope_start(struct exchange *x)
{
    struct certificate_number number;

    if (certificate_number_of_path(x, &number) != NULL)
        certificate_envelope(x, &number, envelope_reply, x);
}

const char *withdrawal_reason(const char *text)
{
    static const char *const reasons[] = {"issued_in_error", "wrong_vehicle", "not_exported", "owner_request",
                                          "other"};

    for (size_t i = 0; text != NULL && i < sizeof(reasons) / sizeof(reasons[0]); i++)
        if (strcmp(text, reasons[i]) == 0)
            return reasons[i];
    return NULL;
}

void certificate_withdraw_start(struct exchange *x)
{
    const json_t *body = certificate_body(x);
    const char *reason = withdrawal_reason(json_string_value(json_object_get(body, "reason"))), *bytea;
    struct certificate_number number;

    if (body == NULL)
        return;
    if (reason == NULL)
        reply_problem(x, FAULT_FIELD_INVALID,
                      "reason is issued_in_error, wrong_vehicle, not_exported, owner_request or other.",
                      "/reason", NULL);
    else if ((bytea = certificate_number_of_path(x, &number)) != NULL)
        db_write(x, QUERY_CERTIFICATE_WITHDRAW, DB_VALUES(client_text(x), bytea, reason), withdraw_on_done,
                 x);
}

static void withdraw_on_done(void *state, const struct answer *answer)
{
    struct exchange *x = state;

    if (failed(answer->fault) || answer->rows->count == 0)
        reply_fault(x, failed(answer->fault) ? answer->fault : FAULT_CERTIFICATE_UNKNOWN);
    else
        reply_bytes(x, 204, REPLY_NO_STORE, NULL, h2o_iovec_init("", 0));
}
