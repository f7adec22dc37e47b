#include "endpoints/workshop/v2/call.h"

#include <stdlib.h>
#include <string.h>

#include "core/date.h"
#include "core/seal.h"
#include "core/service.h"
#include "endpoints/workshop/message.h"
#include "endpoints/workshop/sender.h"
#include "http/body.h"
#include "store/db.h"
#include "store/workshop_store.h"

enum { MOST_APP_ID = 64, MOST_NONCE = 64 };

static continuation call_on_key, call_on_nonce;

void call_start(struct exchange *x, size_t size, const struct signed_field *fields,
                void (*run)(struct call *call))
{
    struct call *c = exchange_alloc(x, size);
    h2o_iovec_t body = body_bytes(x);

    c->x = x;
    c->fields = fields;
    c->run = run;
    c->message = message_of(x, openapi_quoted(&x->pool, body));
    c->app_id = message_text(x, c->message, "appId");
    if (body.len == 0)
        openapi_tell(x, OPENAPI_DATA_EMPTY, NULL, NULL);
    else if (!json_is_object(c->message))
        openapi_tell(x, OPENAPI_FIELD_WRONG, "报文不是合法的 JSON 对象", NULL);
    else if (c->app_id == NULL || message_text(x, c->message, "sign") == NULL)
        openapi_tell(x, OPENAPI_FIELD_EMPTY, "appId、sign", NULL);
    else if (strlen(c->app_id) > MOST_APP_ID)
        openapi_tell(x, OPENAPI_APP_UNKNOWN, NULL, NULL);
    else
        db_read(x, QUERY_WORKSHOP_KEY_FIND, DB_VALUES(c->app_id), call_on_key, c);
}

static enum openapi_code look_at(struct call *c)
{
    const char *sign = message_text(c->x, c->message, "sign"),
               *timestamp = message_text(c->x, c->message, "timestamp"),
               *nonce = message_text(c->x, c->message, "nonce");

    if (!openapi_signature_holds(&c->x->pool, c->message, c->fields, c->secret, sign))
        return OPENAPI_SIGNATURE;
    if (timestamp == NULL || nonce == NULL || *nonce == '\0')
        return OPENAPI_FIELD_EMPTY;
    if (strlen(nonce) > MOST_NONCE)
        return OPENAPI_FIELD_WRONG;
    int64_t apart = clock_wall() / 1000 - strtoll(openapi_decoded(&c->x->pool, timestamp), NULL, 10);
    return apart > CALL_SECONDS * 1000LL || apart < -CALL_SECONDS * 1000LL ? OPENAPI_EXPIRED : OPENAPI_OK;
}

static void call_on_key(void *state, const struct answer *answer)
{
    struct call *c = state;
    struct exchange *x = c->x;

    if (failed(answer->fault)) {
        openapi_explain(x, answer->fault);
        return;
    }
    if (answer->rows->count != 0) {
        c->workshop = rows_number(answer->rows, 0, 0);
        c->secret = workshop_secret_open(&x->pool, x->service->keys, c->app_id,
                                         rows_bytes(&x->pool, answer->rows, 0, 1));
    }
    if (c->secret == NULL) {
        sender_note(x, false);
        openapi_tell(x, OPENAPI_APP_UNKNOWN, NULL, NULL);
        return;
    }
    enum openapi_code code = look_at(c);
    sender_note(x, code != OPENAPI_SIGNATURE);
    if (code != OPENAPI_OK) {
        openapi_tell(x, code, NULL, NULL);
        return;
    }
    /* As it is signed: another writing of the same nonce is the same. */
    const char *nonce = openapi_decoded(&x->pool, message_text(x, c->message, "nonce"));
    struct keyed_hash hash = keyed_hash(x->service->keys, KEY_TOKEN, nonce, strlen(nonce));
    db_write(x, QUERY_WORKSHOP_NONCE_USE,
             DB_VALUES(c->app_id, bytea_text(&x->pool, hash.bytes, sizeof(hash.bytes))), call_on_nonce, c);
}

static void call_on_nonce(void *state, const struct answer *answer)
{
    struct call *c = state;

    if (failed(answer->fault))
        openapi_explain(c->x, answer->fault);
    else if (answer->rows->count == 0)
        openapi_tell(c->x, OPENAPI_DUPLICATE, "nonce 已被使用", NULL);
    else
        c->run(c);
}
