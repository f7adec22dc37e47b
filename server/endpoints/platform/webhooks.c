#include "endpoints/platform/webhooks.h"

#include <string.h>

#include <jansson.h>
#include <sodium.h>

#include "core/json_text.h"
#include "core/seal.h"
#include "core/service.h"
#include "core/settings.h"
#include "core/signing_key.h"
#include "http/body.h"
#include "http/form.h"
#include "http/reply.h"
#include "store/asker.h"
#include "store/db.h"
#include "store/webhook_store.h"
#include "store/webhook_target.h"

enum { ID_TEXT = 17, LIST_BYTES = 2048, ON_A_PAGE = 100, PAGE_MOST = 1000 };

/* Of a moment in microseconds: what every reader of JSON takes, and PostgreSQL for a time. */
static const int64_t delivery_most = 9007199254740991;

struct making {
    struct exchange *x;
    const char *id, *url;
};

/* A page of what was sent. */
struct deliveries {
    struct exchange *x;
    const char *webhook;
    int64_t before, limit; /* the id of a delivery; 0: from the newest on */
};

static continuation webhooks_on_rows, webhook_on_made, webhook_on_changed, webhook_on_replayed,
    deliveries_on_rows;

static void put_time(struct json_text *t, const char *name, const char *time)
{
    json_raw(t, name);
    json_string_put(t, time);
}

static void put_webhook(struct exchange *x, struct json_text *t, const struct rows *rows, int row)
{
    const char *id = rows_text(rows, row, 0);

    json_raw(t, "{\"id\":");
    json_string_put(t, id);
    json_raw(t, ",\"url\":");
    json_string_put(t, webhook_url_open(&x->pool, x->service->keys, id, rows_text(rows, row, 1)));
    json_raw(t, ",\"position\":");
    json_number_put(t, rows_number(rows, row, 2));
    json_raw(t, ",\"state\":");
    json_string_put(t, rows_text(rows, row, 3));
    put_time(t, ",\"failing_since\":", rows_text(rows, row, 4));
    put_time(t, ",\"made_at\":", rows_text(rows, row, 5));
    json_raw(t, "}");
}

void webhooks_start(struct exchange *x)
{
    db_read(x, QUERY_WEBHOOKS_OF_CLIENT, DB_VALUES(client_text(x)), webhooks_on_rows, x);
}

static void webhooks_on_rows(void *state, const struct answer *answer)
{
    struct exchange *x = state;
    struct json_text t = json_text_new(&x->pool, LIST_BYTES);

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    json_raw(&t, "{\"webhooks\":[");
    for (int row = 0; row < answer->rows->count; row++) {
        json_raw(&t, row == 0 ? "" : ",");
        put_webhook(x, &t, answer->rows, row);
    }
    json_raw(&t, "]}\n");
    reply_json(x, 200, REPLY_NO_STORE, json_text_bytes(&t));
}

/* The body's object; NULL after an answer. */
static json_t *read_object(struct exchange *x)
{
    json_t *object = NULL;
    enum fault fault =
        body_is(x, "application/json") ? body_json(x, body_bytes(x), false, &object) : FAULT_TYPE_UNSUPPORTED;

    if (!failed(fault) && !json_is_object(object))
        fault = FAULT_BODY_MALFORMED;
    if (failed(fault))
        reply_fault(x, fault);
    return failed(fault) ? NULL : object;
}

/* "after": the number of an event; NULL where there is none, and false for what is no number. */
static bool read_after(struct exchange *x, const json_t *object, const char **after)
{
    const json_t *value = json_object_get(object, "after");

    *after = value == NULL ? NULL : exchange_text(x, "%lld", (long long)json_integer_value(value));
    return value == NULL || (json_is_integer(value) && json_integer_value(value) >= 0);
}

static void refuse_after(struct exchange *x)
{
    reply_problem(x, FAULT_FIELD_INVALID, "after is the number of an event, 0 or more.", "/after", NULL);
}

void webhook_make_start(struct exchange *x)
{
    const json_t *object = read_object(x), *url = json_object_get(object, "url");
    struct webhook_target target;
    const char *after;

    if (object == NULL)
        return;
    if (!json_is_string(url) || strlen(json_string_value(url)) != json_string_length(url) ||
        !webhook_target_read(json_string_value(url), x->service->settings->webhook_allow, &target)) {
        reply_problem(
            x, FAULT_FIELD_INVALID,
            "url is an https address at port 443, without user and fragment, of at most 1,024 bytes.", "/url",
            NULL);
        return;
    }
    if (!read_after(x, object, &after)) {
        refuse_after(x);
        return;
    }
    struct making *m = exchange_new(x, struct making);
    char id[TICKET_TEXT];
    ticket_new(id);
    id[ID_TEXT - 1] = '\0';
    *m = (struct making){x, exchange_kept(x, id), json_string_value(url)};
    db_write(
        x, QUERY_WEBHOOK_MAKE,
        DB_VALUES(client_text(x), m->id, webhook_url_seal(&x->pool, x->service->keys, m->id, m->url), after),
        webhook_on_made, m);
}

static void webhook_on_made(void *state, const struct answer *answer)
{
    struct making *m = state;
    struct exchange *x = m->x;
    struct json_text t = json_text_new(&x->pool, LIST_BYTES);

    if (failed(answer->fault) || rows_text(answer->rows, 0, 0) == NULL) {
        reply_fault(x, failed(answer->fault) ? answer->fault : FAULT_WEBHOOKS_FULL);
        return;
    }
    if (rows_number(answer->rows, 0, 0) < 0) {
        reply_fault(x, FAULT_TOKEN_EXPIRED);
        return;
    }
    json_raw(&t, "{\"id\":");
    json_string_put(&t, m->id);
    json_raw(&t, ",\"url\":");
    json_string_put(&t, m->url);
    json_raw(&t, ",\"position\":");
    json_number_put(&t, rows_number(answer->rows, 0, 0));
    json_raw(&t, ",\"state\":\"pending\"}\n");
    reply_json(x, 201, REPLY_NO_STORE, json_text_bytes(&t));
}

/* The webhook that the path names; NULL after an answer, since none is called otherwise. */
static const char *read_id(struct exchange *x)
{
    const char *id = segment_text(x, 0);

    if (strlen(id) == ID_TEXT - 1 && strspn(id, "0123456789abcdef") == ID_TEXT - 1)
        return id;
    reply_fault(x, FAULT_WEBHOOK_UNKNOWN);
    return NULL;
}

static void change(struct exchange *x, enum query query)
{
    const char *id = read_id(x);

    if (id != NULL)
        db_write(x, query, DB_VALUES(client_text(x), id), webhook_on_changed, x);
}

void webhook_end_start(struct exchange *x)
{
    change(x, QUERY_WEBHOOK_END);
}

void webhook_ping_start(struct exchange *x)
{
    change(x, QUERY_WEBHOOK_PING);
}

static void webhook_on_changed(void *state, const struct answer *answer)
{
    struct exchange *x = state;

    if (failed(answer->fault) || answer->rows->count == 0)
        reply_fault(x, failed(answer->fault) ? answer->fault : FAULT_WEBHOOK_UNKNOWN);
    else
        reply_bytes(x, 204, REPLY_NO_STORE, NULL, h2o_iovec_init("", 0));
}

void webhook_replay_start(struct exchange *x)
{
    const json_t *object = read_object(x);
    const char *after, *id;

    if (object == NULL)
        return;
    if (!read_after(x, object, &after) || after == NULL)
        refuse_after(x);
    else if ((id = read_id(x)) != NULL)
        db_write(x, QUERY_WEBHOOK_REPLAY, DB_VALUES(client_text(x), id, after), webhook_on_replayed, x);
}

/* A row of two: whether the webhook is there, and whether all of that is kept. */
static void webhook_on_replayed(void *state, const struct answer *answer)
{
    struct exchange *x = state;

    if (failed(answer->fault))
        reply_fault(x, answer->fault);
    else if (answer->rows->count == 0)
        reply_fault(x, FAULT_WEBHOOK_UNKNOWN);
    else if (!rows_true(answer->rows, 0, 0))
        reply_fault(x, FAULT_FEED_GONE);
    else
        reply_bytes(x, 204, REPLY_NO_STORE, NULL, h2o_iovec_init("", 0));
}

/* False after an answer. */
static bool read_page(struct deliveries *d)
{
    if (!query_number(d->x, "before", 0, &d->before) || d->before > delivery_most ||
        (d->before == 0 && query_has(d->x, "before")))
        reply_problem(d->x, FAULT_FIELD_INVALID, "before is the id of the last delivery that you have.",
                      "/before", NULL);
    else if (!query_number(d->x, "limit", ON_A_PAGE, &d->limit) || d->limit == 0 || d->limit > PAGE_MOST)
        reply_problem(d->x, FAULT_FIELD_INVALID, "limit is 1 to 1000.", "/limit", NULL);
    else
        return true;
    return false;
}

void webhook_deliveries_start(struct exchange *x)
{
    struct deliveries *d = exchange_new(x, struct deliveries);

    *d = (struct deliveries){.x = x, .webhook = read_id(x)};
    if (d->webhook != NULL && read_page(d))
        db_read(x, QUERY_WEBHOOK_DELIVERIES,
                DB_VALUES(client_text(x), d->webhook,
                          d->before == 0 ? NULL : exchange_text(x, "%lld", (long long)d->before),
                          exchange_text(x, "%d", (int)d->limit + 1)),
                deliveries_on_rows, d);
}

/* A number, or null. */
static void put_number(struct json_text *t, const char *name, const struct rows *rows, int row, int column)
{
    const char *text = rows_text(rows, row, column);

    json_raw(t, name);
    json_raw(t, text == NULL ? "null" : text);
}

static void put_delivery(struct json_text *t, const struct rows *rows, int row)
{
    put_number(t, "{\"id\":", rows, row, 6);
    put_time(t, ",\"at\":", rows_text(rows, row, 0));
    put_number(t, ",\"first_seq\":", rows, row, 1);
    put_number(t, ",\"last_seq\":", rows, row, 2);
    put_number(t, ",\"status\":", rows, row, 3);
    put_time(t, ",\"outcome\":", rows_text(rows, row, 4));
    put_number(t, ",\"ms\":", rows, row, 5);
    json_raw(t, "}");
}

static void deliveries_on_rows(void *state, const struct answer *answer)
{
    struct deliveries *d = state;
    struct exchange *x = d->x;
    const struct rows *rows = answer->rows;
    struct json_text t = json_text_new(&x->pool, LIST_BYTES);

    if (failed(answer->fault) || rows->count == 0) {
        reply_fault(x, failed(answer->fault) ? answer->fault : FAULT_WEBHOOK_UNKNOWN);
        return;
    }
    json_raw(&t, "{\"deliveries\":[");
    for (int row = 0; row < rows->count && row < d->limit && rows_text(rows, row, 0) != NULL; row++) {
        json_raw(&t, row == 0 ? "" : ",");
        put_delivery(&t, rows, row);
    }
    json_raw(&t, "]}\n");
    if (rows->count > d->limit)
        reply_header(x, "link",
                     exchange_text(x, "</v1/webhooks/%s/deliveries?before=%s&limit=%d>; rel=\"next\"",
                                   d->webhook, rows_text(rows, (int)d->limit - 1, 6), (int)d->limit));
    reply_json(x, 200, REPLY_NO_STORE, json_text_bytes(&t));
}

void signing_keys_start(struct exchange *x)
{
    uint8_t key[PUBLIC_KEY_BYTES];
    char thumbprint[THUMBPRINT_TEXT],
        text[sodium_base64_ENCODED_LEN(PUBLIC_KEY_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING)];

    signing_public_key(x->service->keys, key, thumbprint);
    sodium_bin2base64(text, sizeof(text), key, sizeof(key), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    const char *body = exchange_text(x,
                                     "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"use\":\"sig\","
                                     "\"alg\":\"EdDSA\",\"kid\":\"%s\",\"x\":\"%s\"}]}\n",
                                     thumbprint, text);
    reply_json(x, 200, REPLY_HOUR, h2o_iovec_init(body, strlen(body)));
}
