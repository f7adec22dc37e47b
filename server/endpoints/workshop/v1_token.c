#include <string.h>

#include "core/seal.h"
#include "core/service.h"
#include "endpoints/workshop/credentials.h"
#include "endpoints/workshop/message.h"
#include "endpoints/workshop/v1.h"
#include "endpoints/workshop/v1_answer.h"
#include "http/body.h"
#include "store/db.h"

struct ticket {
    struct exchange *x;
    struct credentials found;
    char token[TICKET_TEXT];
};

static continuation token_on_checked, token_on_stored;

void v1_token_start(struct exchange *x)
{
    struct ticket *t = exchange_new(x, struct ticket);
    const char *code, *password;
    json_t *message;

    t->x = x;
    if (failed(body_json(x, body_bytes(x), true, &message)) || !json_is_object(message)) {
        v1_answer(x, V1_FORMAT, NULL, NULL);
        return;
    }
    code = message_text(x, message, "companycode");
    password = message_text(x, message, "companypassword");
    if (code == NULL || password == NULL || strlen(code) > CREDENTIAL_CODE_MOST ||
        strlen(password) > CREDENTIAL_PASSWORD_MOST) {
        v1_answer(x, V1_INVALID, "companycode 和 companypassword 为必填项", NULL);
        return;
    }
    credentials_check(x, code, password, &t->found, token_on_checked, t);
}

static void token_on_checked(void *state, const struct answer *answer)
{
    struct ticket *t = state;
    struct exchange *x = t->x;

    if (failed(answer->fault)) {
        v1_explain(x, answer->fault);
        return;
    }
    if (t->found.verdict != CREDENTIALS_HOLD) {
        v1_answer(x, t->found.verdict == CREDENTIALS_WRONG ? V1_PASSWORD : V1_NO_COMPANY, NULL, NULL);
        return;
    }
    ticket_new(t->token);
    struct keyed_hash hash = keyed_hash(x->service->keys, KEY_TOKEN, t->token, strlen(t->token));
    db_write(x, QUERY_WORKSHOP_TOKEN_INSERT,
             DB_VALUES(bytea_text(&x->pool, hash.bytes, sizeof(hash.bytes)),
                       exchange_text(x, "%lld", (long long)t->found.workshop)),
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
