#include "endpoints/workshop/ticket.h"

#include <string.h>

#include "core/seal.h"
#include "core/service.h"
#include "endpoints/workshop/credentials.h"
#include "endpoints/workshop/message.h"
#include "store/db.h"

struct ticket {
    struct exchange *x;
    const struct family *family;
    struct credentials found;
    char token[TICKET_TEXT];
};

static continuation ticket_on_checked, ticket_on_stored;

void ticket_give(struct exchange *x, const struct family *family, const json_t *message,
                 const struct ticket_names *names)
{
    struct ticket *t = exchange_new(x, struct ticket);
    const char *code = message_text(x, message, names->code),
               *password = message_text(x, message, names->password);

    t->x = x;
    t->family = family;
    if (!json_is_object(message))
        family->tell(x, STATUS_FORMAT, NULL, NULL);
    else if (code == NULL || password == NULL || strlen(code) > CREDENTIAL_CODE_MOST ||
             strlen(password) > CREDENTIAL_PASSWORD_MOST)
        family->tell(x, STATUS_INVALID, exchange_text(x, "%s 和 %s 为必填项", names->code, names->password),
                     NULL);
    else
        credentials_check(x, code, password, true, &t->found, ticket_on_checked, t);
}

static void ticket_on_checked(void *state, const struct answer *answer)
{
    struct ticket *t = state;
    struct exchange *x = t->x;

    if (failed(answer->fault)) {
        family_tell_fault(x, t->family, answer->fault);
        return;
    }
    if (t->found.verdict != CREDENTIALS_HOLD) {
        t->family->tell(x, t->found.verdict == CREDENTIALS_WRONG ? STATUS_PASSWORD : STATUS_NO_COMPANY, NULL,
                        NULL);
        return;
    }
    ticket_new(t->token);
    struct keyed_hash hash = keyed_hash(x->service->keys, KEY_TOKEN, t->token, strlen(t->token));
    db_write(x, QUERY_WORKSHOP_TOKEN_INSERT,
             DB_VALUES(bytea_text(&x->pool, hash.bytes, sizeof(hash.bytes)),
                       exchange_text(x, "%lld", (long long)t->found.workshop)),
             ticket_on_stored, t);
}

static void ticket_on_stored(void *state, const struct answer *answer)
{
    struct ticket *t = state;

    if (failed(answer->fault))
        family_tell_fault(t->x, t->family, answer->fault);
    else
        t->family->tell(t->x, STATUS_TOKEN, NULL, exchange_text(t->x, ",\"access_token\":\"%s\"", t->token));
}
