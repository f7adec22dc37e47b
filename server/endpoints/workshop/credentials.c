#include "endpoints/workshop/credentials.h"

#include <string.h>

#include "core/offload.h"
#include "core/service.h"
#include "endpoints/password.h"
#include "endpoints/workshop/known_passwords.h"
#include "endpoints/workshop/sender.h"
#include "store/db.h"
#include "store/workshop_store.h"

struct check {
    struct exchange *x;
    const char *code, *password;
    bool by_program;
    int version;
    char hash[PASSWORD_HASH_TEXT];
    bool holds;
    struct credentials *found;
    continuation *resume;
    void *state;
};

static continuation check_on_workshop, check_on_limited, check_on_verified;

void credentials_check(struct exchange *x, const char *code, const char *password, bool by_program,
                       struct credentials *found, continuation *resume, void *state)
{
    struct check *c = exchange_new(x, struct check);

    *c = (struct check){.x = x,
                        .code = code,
                        .password = password,
                        .by_program = by_program,
                        .found = found,
                        .resume = resume,
                        .state = state};
    db_read(x, QUERY_WORKSHOP_BY_CODE, DB_VALUES(code), check_on_workshop, c);
}

static void end(struct check *c, enum fault fault, enum credentials_verdict verdict)
{
    const struct answer answer = {.fault = fault};

    c->found->verdict = verdict;
    c->resume(c->state, &answer);
}

static void check_on_workshop(void *state, const struct answer *answer)
{
    struct check *c = state;
    struct exchange *x = c->x;

    if (failed(answer->fault) || answer->rows->count != 1) {
        end(c, answer->fault, CREDENTIALS_NO_COMPANY);
        return;
    }
    c->found->workshop = rows_number(answer->rows, 0, 0);
    c->version = (int)rows_number(answer->rows, 0, 1);
    const char *code = h2o_strdup(&x->pool, rows_text(answer->rows, 0, 2), SIZE_MAX).base;
    if (!workshop_password_open(x->service->keys, code, rows_bytes(&x->pool, answer->rows, 0, 3), c->hash)) {
        end(c, FAULT_NONE, CREDENTIALS_WRONG); /* an account without a usable password */
        return;
    }
    if (known_password(c->found->workshop, c->version, c->password)) {
        sender_note(x, true);
        end(c, FAULT_NONE, CREDENTIALS_HOLD);
        return;
    }
    if (c->by_program && sender_is_known(x))
        password_take_named(x, code, check_on_limited, c);
    else
        password_take(x, code, check_on_limited, c);
}

static void verify(void *state)
{
    struct check *c = state;

    c->holds = workshop_password_holds(c->password, c->hash);
}

static void check_on_limited(void *state, const struct answer *answer)
{
    struct check *c = state;

    if (failed(answer->fault))
        end(c, answer->fault, CREDENTIALS_WRONG);
    else
        offload_run(c->x, c->x->service->offload, verify, check_on_verified, c);
}

static void check_on_verified(void *state, const struct answer *answer)
{
    struct check *c = state;

    if (!failed(answer->fault))
        sender_note(c->x, c->holds);
    if (!failed(answer->fault) && c->holds)
        known_password_add(c->found->workshop, c->version, c->password);
    end(c, answer->fault, c->holds ? CREDENTIALS_HOLD : CREDENTIALS_WRONG);
}
