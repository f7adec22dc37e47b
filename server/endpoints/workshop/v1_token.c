#include <string.h>

#include <sodium.h>

#include "core/offload.h"
#include "core/seal.h"
#include "core/service.h"
#include "endpoints/workshop/known_passwords.h"
#include "endpoints/workshop/message.h"
#include "endpoints/workshop/v1.h"
#include "endpoints/workshop/v1_answer.h"
#include "http/address.h"
#include "http/body.h"
#include "store/db.h"
#include "store/limits.h"
#include "store/workshop_store.h"

struct ticket {
    struct exchange *x;
    const char *code, *password;
    int64_t workshop;
    int version;
    char hash[PASSWORD_HASH_TEXT];
    bool holds;
    char token[TICKET_TEXT];
};

static continuation token_on_workshop, token_on_limited, token_on_verified, token_on_stored;
static void token_issue(struct ticket *t);

void v1_token_start(struct exchange *x)
{
    struct ticket *t = exchange_new(x, struct ticket);
    json_t *message;

    t->x = x;
    if (failed(body_json(x, body_bytes(x), true, &message)) || !json_is_object(message)) {
        v1_answer(x, V1_FORMAT, NULL, NULL);
        return;
    }
    t->code = message_text(x, message, "companycode");
    t->password = message_text(x, message, "companypassword");
    if (t->code == NULL || t->password == NULL || strlen(t->code) > 64 || strlen(t->password) > 128) {
        v1_answer(x, V1_INVALID, "companycode 和 companypassword 为必填项", NULL);
        return;
    }
    db_read(x, QUERY_WORKSHOP_BY_CODE, DB_VALUES(t->code), token_on_workshop, t);
}

static void token_on_workshop(void *state, const struct answer *answer)
{
    struct ticket *t = state;
    struct exchange *x = t->x;

    if (failed(answer->fault)) {
        v1_explain(x, answer->fault);
        return;
    }
    if (answer->rows->count != 1) {
        v1_answer(x, V1_NO_COMPANY, NULL, NULL);
        return;
    }
    t->workshop = rows_number(answer->rows, 0, 0);
    t->version = (int)rows_number(answer->rows, 0, 1);
    const char *code = h2o_strdup(&x->pool, rows_text(answer->rows, 0, 2), SIZE_MAX).base;
    if (!workshop_password_open(x->service->keys, code, rows_bytes(&x->pool, answer->rows, 0, 3), t->hash)) {
        v1_answer(x, V1_PASSWORD, NULL, NULL); /* an account without a usable password */
        return;
    }
    if (known_password(t->workshop, t->version, t->password)) {
        token_issue(t);
        return;
    }
    /* By company and address, so that a stranger's guesses do not lock the company out. */
    const char *who = exchange_text(x, "%s %s", code, address_of(x));
    limits_take(x, LIMIT_PASSWORD, 1, who, strlen(who), token_on_limited, t);
}

static void verify(void *state)
{
    struct ticket *t = state;

    t->holds = workshop_password_holds(t->password, t->hash);
}

static void token_on_limited(void *state, const struct answer *answer)
{
    struct ticket *t = state;

    if (failed(answer->fault))
        v1_explain(t->x, answer->fault);
    else
        offload_run(t->x, verify, token_on_verified, t);
}

static void token_on_verified(void *state, const struct answer *answer)
{
    struct ticket *t = state;

    if (failed(answer->fault)) {
        v1_explain(t->x, answer->fault);
        return;
    }
    if (!t->holds) {
        v1_answer(t->x, V1_PASSWORD, NULL, NULL);
        return;
    }
    known_password_add(t->workshop, t->version, t->password);
    token_issue(t);
}

static void token_issue(struct ticket *t)
{
    struct exchange *x = t->x;

    ticket_new(t->token);
    struct keyed_hash hash = keyed_hash(x->service->keys, KEY_TOKEN, t->token, strlen(t->token));
    db_write(x, QUERY_WORKSHOP_TOKEN_INSERT,
             DB_VALUES(bytea_text(&x->pool, hash.bytes, sizeof(hash.bytes)),
                       exchange_text(x, "%lld", (long long)t->workshop)),
             token_on_stored, t);
}

static void token_on_stored(void *state, const struct answer *answer)
{
    struct ticket *t = state;

    if (failed(answer->fault))
        v1_explain(t->x, answer->fault);
    else
        v1_answer(t->x, V1_TOKEN, NULL, exchange_text(t->x, ",\"access_token\":\"%s\"", t->token));
}
