#include "endpoints/workshop/sign_in.h"

#include <string.h>

#include "core/seal.h"
#include "core/service.h"
#include "core/settings.h"
#include "endpoints/page.h"
#include "endpoints/session.h"
#include "endpoints/workshop/credentials.h"
#include "http/cookie.h"
#include "http/form.h"
#include "http/reply.h"
#include "render/workshop_page.h"
#include "store/account_store.h"
#include "store/db.h"

struct signing_in {
    struct exchange *x;
    const char *code;
    struct credentials found;
    char token[TOKEN_TEXT];
};

static continuation sign_in_on_checked, sign_in_on_opened;

static void show(struct exchange *x, int status, enum workshop_notice notice, const char *typed)
{
    struct page page = page_for(x, "/workshop/sign-in");

    reply_page(x, status, workshop_sign_in_page(&page, notice, typed));
}

void workshop_sign_in_form(struct exchange *x)
{
    if (x->asker.workshop != 0)
        reply_redirect(x, "/workshop");
    else
        show(x, 200,
             query_is(x, "needed") ? WORKSHOP_NEEDED
             : query_is(x, "out")  ? WORKSHOP_SIGNED_OUT
                                   : WORKSHOP_PLAIN,
             NULL);
}

void workshop_sign_in_start(struct exchange *x)
{
    struct signing_in *s = exchange_new(x, struct signing_in);
    const char *password;

    s->x = x;
    if (!page_form_is_ours(x))
        return;
    s->code = body_field(x, "code");
    password = body_field(x, "password");
    if (s->code == NULL || password == NULL || strlen(s->code) > CREDENTIAL_CODE_MOST ||
        strlen(password) > CREDENTIAL_PASSWORD_MOST)
        show(x, 200, WORKSHOP_REFUSED, s->code);
    else
        credentials_check(x, s->code, password, false, &s->found, sign_in_on_checked, s);
}

static void sign_in_on_checked(void *state, const struct answer *answer)
{
    struct signing_in *s = state;
    struct exchange *x = s->x;

    if (answer->fault == FAULT_LIMIT) {
        reply_header(x, "retry-after", exchange_text(x, "%ld", x->retry_after));
        show(x, 429, WORKSHOP_TOO_MANY, s->code);
        return;
    }
    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    if (s->found.verdict != CREDENTIALS_HOLD) {
        show(x, 200, WORKSHOP_REFUSED, s->code);
        return;
    }
    token_new(s->token); /* a new one at every sign-in: nobody can have planted it */
    db_write(
        x, QUERY_SESSION_OF_WORKSHOP,
        DB_VALUES(token_hash_text(&x->pool, x->service->keys, h2o_iovec_init(s->token, strlen(s->token))),
                  exchange_text(x, "%lld", (long long)s->found.workshop),
                  token_hash_text(&x->pool, x->service->keys, cookie_find(x, SESSION_COOKIE))),
        sign_in_on_opened, s);
}

static void sign_in_on_opened(void *state, const struct answer *answer)
{
    struct signing_in *s = state;

    if (failed(answer->fault)) {
        reply_fault(s->x, answer->fault);
        return;
    }
    cookie_set(s->x, SESSION_COOKIE, s->token, s->x->service->settings->session_seconds);
    reply_redirect(s->x, "/workshop");
}

void workshop_sign_out_start(struct exchange *x)
{
    session_leave(x, QUERY_SESSION_END, "/workshop/sign-in?out");
}
