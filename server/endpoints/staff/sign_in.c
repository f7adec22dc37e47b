#include "endpoints/staff/sign_in.h"

#include <string.h>

#include "core/offload.h"
#include "core/seal.h"
#include "core/service.h"
#include "core/settings.h"
#include "endpoints/page.h"
#include "endpoints/password.h"
#include "endpoints/session.h"
#include "http/cookie.h"
#include "http/form.h"
#include "http/reply.h"
#include "render/staff_page.h"
#include "store/account_store.h"
#include "store/asker.h"
#include "store/db.h"
#include "store/staff_store.h"

enum { LONGEST_NAME = 64, LONGEST_PASSWORD = 128 };

struct signing_in {
    struct exchange *x;
    const char *name, *password;
    int64_t staff; /* 0: nobody of that name */
    int version;
    char hash[PASSWORD_HASH_TEXT];
    bool holds;
    char token[TOKEN_TEXT];
};

static continuation sign_in_on_limited, sign_in_on_staff, sign_in_on_verified, sign_in_on_opened;
static continuation front_on_name;

static void show(struct exchange *x, int status, enum staff_sign_in_notice notice, const char *name)
{
    struct page page = page_for(x, "/staff/sign-in");

    reply_page(x, status, staff_sign_in_page(&page, notice, name));
}

void staff_sign_in_form(struct exchange *x)
{
    if (x->asker.staff != 0)
        reply_redirect(x, "/staff");
    else
        show(x, 200,
             query_is(x, "needed") ? STAFF_SIGN_IN_NEEDED
             : query_is(x, "out")  ? STAFF_SIGN_IN_SIGNED_OUT
                                   : STAFF_SIGN_IN_PLAIN,
             NULL);
}

void staff_sign_in_start(struct exchange *x)
{
    struct signing_in *s = exchange_new(x, struct signing_in);

    s->x = x;
    if (!page_form_is_ours(x))
        return;
    s->name = body_field(x, "name");
    s->password = body_field(x, "password");
    if (s->name == NULL || *s->name == '\0' || s->password == NULL || *s->password == '\0') {
        show(x, 200, STAFF_SIGN_IN_INCOMPLETE, s->name);
        return;
    }
    if (strlen(s->name) > LONGEST_NAME || strlen(s->password) > LONGEST_PASSWORD) {
        show(x, 200, STAFF_SIGN_IN_WRONG, s->name);
        return;
    }
    password_take(x, exchange_text(x, "staff %s", s->name), sign_in_on_limited, s);
}

static void sign_in_on_limited(void *state, const struct answer *answer)
{
    struct signing_in *s = state;
    struct exchange *x = s->x;

    if (answer->fault == FAULT_LIMIT) {
        reply_header(x, "retry-after", exchange_text(x, "%ld", x->retry_after));
        show(x, 429, STAFF_SIGN_IN_TOO_MANY, s->name);
    } else if (failed(answer->fault))
        reply_fault(x, answer->fault);
    else
        db_read(x, QUERY_STAFF_BY_NAME, DB_VALUES(s->name), sign_in_on_staff, s);
}

static void verify(void *state)
{
    struct signing_in *s = state;

    s->holds = workshop_password_holds(s->password, s->hash);
}

/* Nobody's password is compared as well: a name that is not there takes as long. */
static void sign_in_on_staff(void *state, const struct answer *answer)
{
    struct signing_in *s = state;
    struct exchange *x = s->x;
    h2o_iovec_t sealed = h2o_iovec_init("", 0);

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    if (answer->rows->count == 1) {
        s->staff = rows_number(answer->rows, 0, 0);
        s->version = (int)rows_number(answer->rows, 0, 1);
        sealed = rows_bytes(&x->pool, answer->rows, 0, 2);
    }
    staff_password_open(x->service->keys, PASSWORD_OF_STAFF, s->name, sealed, s->hash);
    offload_run(x, x->service->offload, verify, sign_in_on_verified, s);
}

static void sign_in_on_verified(void *state, const struct answer *answer)
{
    struct signing_in *s = state;
    struct exchange *x = s->x;
    const struct keys *keys = x->service->keys;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    if (!s->holds || s->staff == 0) {
        show(x, 200, STAFF_SIGN_IN_WRONG, s->name);
        return;
    }
    token_new(s->token); /* a new one at every sign-in: nobody can have planted it */
    db_write(x, QUERY_STAFF_SIGN_IN,
             DB_VALUES(exchange_text(x, "%lld", (long long)s->staff), exchange_text(x, "%d", s->version),
                       token_hash_text(&x->pool, keys, h2o_iovec_init(s->token, strlen(s->token))),
                       token_hash_text(&x->pool, keys, cookie_find(x, SESSION_COOKIE))),
             sign_in_on_opened, s);
}

static void sign_in_on_opened(void *state, const struct answer *answer)
{
    struct signing_in *s = state;
    struct exchange *x = s->x;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    if (answer->rows->count == 0) { /* left meanwhile */
        show(x, 200, STAFF_SIGN_IN_WRONG, s->name);
        return;
    }
    cookie_set(x, SESSION_COOKIE, s->token, x->service->settings->session_seconds);
    reply_redirect(x, "/staff");
}

void staff_front_start(struct exchange *x)
{
    db_read(x, QUERY_STAFF_BY_ID, DB_VALUES(staff_text(x)), front_on_name, x);
}

static void front_on_name(void *state, const struct answer *answer)
{
    struct exchange *x = state;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    struct page page = page_for(x, "/staff");
    reply_page(x, 200,
               staff_page(&page, rows_text(answer->rows, 0, 0), x->asker.role == ROLE_REVIEWER,
                          x->asker.role == ROLE_SUPERVISOR));
}

void staff_sign_out_start(struct exchange *x)
{
    session_leave(x, QUERY_SESSION_END, "/staff/sign-in?out");
}
