#include "endpoints/certificate/consent.h"

#include <stdio.h>
#include <string.h>

#include <jansson.h>
#include <sodium.h>

#include "core/seal.h"
#include "core/service.h"
#include "core/settings.h"
#include "endpoints/certificate/request.h"
#include "history/phone.h"
#include "http/reply.h"
#include "store/account_store.h"
#include "store/asker.h"
#include "store/db.h"
#include "store/history_store.h"

/* Every answer comes this long after the request, which covers what differs between them. */
enum { ANSWER_AFTER_MS = 300, CODE_MINUTES = 10, DIGITS = 7 };

struct asking {
    struct exchange *x;
    struct vin vin;
    struct vehicle_key key;
    char phone[PHONE_TEXT];
    char request[TOKEN_TEXT], code[DIGITS];
    certificate_consent_asked *resume; /* NULL: a program waits for the answer */
    void *state;
};

enum column { ALLOWED, OF_DAY, CLIENT, HANDLE, LANGUAGE };

static continuation ask_on_found, ask_on_kept, ask_on_moment;

static bool read_body(struct asking *a, const json_t *body)
{
    if (body == NULL || !certificate_vin_read(a->x, json_object_get(body, "vin"), &a->vin))
        return false;
    const json_t *phone = json_object_get(body, "phone");
    if (json_is_string(phone) &&
        phone_normalise(json_string_value(phone), json_string_length(phone), a->phone))
        return true;
    reply_problem(a->x, FAULT_FIELD_INVALID, "phone is the owner's mobile number.", "/phone", NULL);
    return false;
}

static void find(struct asking *a)
{
    struct exchange *x = a->x;
    const struct settings *s = x->service->settings;

    a->key = vehicle_key_of(x->service->keys, &a->vin);
    db_write(x, QUERY_CERTIFICATE_CONSENT_FIND,
             DB_VALUES(client_text(x), phone_index_text(&x->pool, x->service->keys, a->phone),
                       vehicle_key_text(&x->pool, &a->key), exchange_text(x, "%ld", s->consent_sends_client),
                       exchange_text(x, "%ld", s->code_sends), exchange_text(x, "%ld", s->consent_sends_day),
                       exchange_text(x, "%ld", s->consent_sends_vehicle)),
             ask_on_found, a);
}

void certificate_consent_start(struct exchange *x)
{
    struct asking *a = exchange_new(x, struct asking);

    a->x = x;
    if (read_body(a, certificate_body(x)))
        find(a);
}

void certificate_consent_for(struct exchange *x, h2o_iovec_t body, certificate_consent_asked *resume,
                             void *state)
{
    struct asking *a = exchange_new(x, struct asking);

    *a = (struct asking){.x = x, .resume = resume, .state = state};
    if (read_body(a, certificate_object(x, body)))
        find(a);
}

/* What the owner reads: who asks, for which car, for what. */
static const char *message_words(struct asking *a, const char *language, const char *client)
{
    char masked[VIN_LENGTH + 1];

    vin_masked(&a->vin, masked);
    if (language != NULL && strcmp(language, "en") == 0)
        return exchange_text(
            a->x,
            "[Chedang] %s asks for an export certificate of your vehicle %s: a document for "
            "buyers abroad with its odometer readings and repairs, without your name. If you "
            "agree, tell them the code %s; if not, ignore this. It is valid for %d minutes.",
            client, masked, a->code, CODE_MINUTES);
    return exchange_text(
        a->x,
        "【车档】%s 申请为您的车辆 %s 开具出口维修情况证明，供境外买家查看里程和维修记录，不含您的姓名。"
        "同意请将验证码 %s 告诉对方；不同意请勿理会。%d 分钟内有效。",
        client, masked, a->code, CODE_MINUTES);
}

/* Whoever is meant or not, the same is made and kept. */
static void ask(struct asking *a, const struct rows *rows)
{
    struct exchange *x = a->x;
    const struct keys *keys = x->service->keys;
    h2o_iovec_t request;

    token_new(a->request);
    request = h2o_iovec_init(a->request, strlen(a->request));
    snprintf(a->code, sizeof(a->code), "%06u", randombytes_uniform(1000000));
    db_write(x, QUERY_CERTIFICATE_CONSENT_ASK,
             DB_VALUES(
                 client_text(x), vehicle_key_text(&x->pool, &a->key),
                 token_hash_text(&x->pool, keys, request), exchange_kept(x, rows_text(rows, 0, HANDLE)),
                 phone_index_text(&x->pool, keys, a->phone), code_hash_text(&x->pool, keys, request, a->code),
                 outbox_body_text(&x->pool, keys, a->phone,
                                  message_words(a, rows_text(rows, 0, LANGUAGE), rows_text(rows, 0, CLIENT))),
                 exchange_text(x, "%d", CODE_MINUTES * 60)),
             ask_on_kept, a);
}

static void ask_on_found(void *state, const struct answer *answer)
{
    struct asking *a = state;
    struct exchange *x = a->x;

    if (failed(answer->fault) || answer->rows->count == 0) {
        reply_fault(x, failed(answer->fault) ? answer->fault : FAULT_TOKEN_EXPIRED);
    } else if (!rows_true(answer->rows, 0, ALLOWED)) {
        bool of_day = rows_true(answer->rows, 0, OF_DAY);
        x->retry_after = of_day ? 86400 : 3600;
        reply_problem(
            x, FAULT_LIMIT,
            of_day ? "Too many consents were asked for today, by you of this number or for this vehicle."
                   : "Too many consents were asked for this hour, by you or of this number.",
            NULL, NULL);
    } else {
        ask(a, answer->rows);
    }
}

static void ask_on_kept(void *state, const struct answer *answer)
{
    struct asking *a = state;

    if (failed(answer->fault))
        reply_fault(a->x, answer->fault);
    else
        pending_until(a->x, a->x->began + (int64_t)ANSWER_AFTER_MS * 1000000, ask_on_moment, a);
}

static void ask_on_moment(void *state, const struct answer *answer)
{
    struct asking *a = state;
    const char *body =
        exchange_text(a->x, "{\"request\":\"%s\",\"expires_in\":%d}\n", a->request, CODE_MINUTES * 60);

    (void)answer;
    if (a->resume != NULL)
        a->resume(a->state, a->request);
    else
        reply_json(a->x, 202, REPLY_NO_STORE, h2o_iovec_init(body, strlen(body)));
}
