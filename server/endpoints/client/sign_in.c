#include "endpoints/client/sign_in.h"

#include <string.h>

#include <sodium.h>

#include "core/offload.h"
#include "core/seal.h"
#include "core/service.h"
#include "endpoints/page.h"
#include "endpoints/password.h"
#include "endpoints/session.h"
#include "http/cookie.h"
#include "http/form.h"
#include "http/reply.h"
#include "render/client_sign_in_page.h"
#include "store/account_store.h"
#include "store/client_admin_store.h"
#include "store/db.h"
#include "store/staff_store.h"

enum { LONGEST_NAME = 64, LONGEST_PASSWORD = 128, TICKET_SECONDS = 600 };

struct signing_in {
    struct exchange *x;
    const char *name, *password;
    int64_t admin; /* 0: nobody of that name */
    int version;
    char hash[PASSWORD_HASH_TEXT];
    bool holds;
    char ticket[TOKEN_TEXT];
};

static continuation sign_in_on_limited, sign_in_on_admin, sign_in_on_verified, sign_in_on_begun;

static void show(struct exchange *x, int status, enum client_sign_in_notice notice, const char *name)
{
    struct page page = page_for(x, "/platform/sign-in");

    reply_page(x, status, client_sign_in_page(&page, notice, name));
}

void client_sign_in_form(struct exchange *x)
{
    if (x->asker.client_admin != 0)
        reply_redirect(x, "/platform");
    else
        show(x, 200,
             query_is(x, "needed")    ? CLIENT_SIGN_IN_NEEDED
             : query_is(x, "out")     ? CLIENT_SIGN_IN_SIGNED_OUT
             : query_is(x, "expired") ? CLIENT_SIGN_IN_EXPIRED
                                      : CLIENT_SIGN_IN_PLAIN,
             NULL);
}

void client_sign_in_start(struct exchange *x)
{
    struct signing_in *s = exchange_new(x, struct signing_in);

    s->x = x;
    if (!page_form_is_ours(x))
        return;
    s->name = body_field(x, "name");
    s->password = body_field(x, "password");
    if (s->name == NULL || *s->name == '\0' || s->password == NULL || *s->password == '\0') {
        show(x, 200, CLIENT_SIGN_IN_INCOMPLETE, s->name);
        return;
    }
    if (strlen(s->name) > LONGEST_NAME || strlen(s->password) > LONGEST_PASSWORD) {
        show(x, 200, CLIENT_SIGN_IN_WRONG, s->name);
        return;
    }
    password_take(x, exchange_text(x, "platform %s", s->name), sign_in_on_limited, s);
}

static void sign_in_on_limited(void *state, const struct answer *answer)
{
    struct signing_in *s = state;
    struct exchange *x = s->x;

    if (answer->fault == FAULT_LIMIT) {
        reply_header(x, "retry-after", exchange_text(x, "%ld", x->retry_after));
        show(x, 429, CLIENT_SIGN_IN_TOO_MANY, s->name);
    } else if (failed(answer->fault))
        reply_fault(x, answer->fault);
    else
        db_read(x, QUERY_CLIENT_ADMIN_BY_NAME, DB_VALUES(s->name), sign_in_on_admin, s);
}

static void verify(void *state)
{
    struct signing_in *s = state;

    s->holds = workshop_password_holds(s->password, s->hash);
}

/* Nobody's password is compared as well: a name that is not there takes as long. */
static void sign_in_on_admin(void *state, const struct answer *answer)
{
    struct signing_in *s = state;
    struct exchange *x = s->x;
    h2o_iovec_t sealed = h2o_iovec_init("", 0);

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    if (answer->rows->count == 1) {
        s->admin = rows_number(answer->rows, 0, 0);
        s->version = (int)rows_number(answer->rows, 0, 1);
        sealed = rows_bytes(&x->pool, answer->rows, 0, 2);
    }
    staff_password_open(x->service->keys, PASSWORD_OF_CLIENT_ADMIN, s->name, sealed, s->hash);
    offload_run(x, x->service->offload, verify, sign_in_on_verified, s);
}

/* The password was right: what is still to come is bound to this browser. */
static void begin(struct signing_in *s)
{
    struct exchange *x = s->x;
    const struct keys *keys = x->service->keys;
    uint8_t key[TOTP_KEY_BYTES];

    token_new(s->ticket);
    totp_key_new(key);
    const char *ticket = token_hash_text(&x->pool, keys, h2o_iovec_init(s->ticket, strlen(s->ticket)));
    const char *sealed = totp_seal(&x->pool, keys, TOTP_OF_TICKET, ticket, key);
    sodium_memzero(key, sizeof(key));
    db_write(x, QUERY_CLIENT_ADMIN_BEGIN,
             DB_VALUES(exchange_text(x, "%lld", (long long)s->admin), exchange_text(x, "%d", s->version),
                       ticket, sealed, token_hash_text(&x->pool, keys, cookie_find(x, TICKET_COOKIE))),
             sign_in_on_begun, s);
}

static void sign_in_on_verified(void *state, const struct answer *answer)
{
    struct signing_in *s = state;

    if (failed(answer->fault))
        reply_fault(s->x, answer->fault);
    else if (!s->holds || s->admin == 0)
        show(s->x, 200, CLIENT_SIGN_IN_WRONG, s->name);
    else
        begin(s);
}

static void sign_in_on_begun(void *state, const struct answer *answer)
{
    struct signing_in *s = state;
    struct exchange *x = s->x;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    if (answer->rows->count == 0) { /* left meanwhile */
        show(x, 200, CLIENT_SIGN_IN_WRONG, s->name);
        return;
    }
    cookie_set(x, TICKET_COOKIE, s->ticket, TICKET_SECONDS);
    reply_redirect(x, rows_true(answer->rows, 0, 0) ? "/platform/sign-in/code" : "/platform/enrol");
}

void client_sign_out_start(struct exchange *x)
{
    session_leave(x, QUERY_SESSION_END, "/platform/sign-in?out");
}
