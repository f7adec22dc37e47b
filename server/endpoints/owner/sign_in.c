#include "endpoints/owner/sign_in.h"

#include <string.h>

#include "core/seal.h"
#include "core/service.h"
#include "core/settings.h"
#include "endpoints/owner/code.h"
#include "endpoints/page.h"
#include "endpoints/session.h"
#include "history/network.h"
#include "http/address.h"
#include "http/cookie.h"
#include "http/device.h"
#include "http/form.h"
#include "http/reply.h"
#include "render/sign_in_page.h"
#include "store/account_store.h"
#include "store/db.h"

/* The browser's own, for as long as browsers keep one: who signs in with another browser is told of. */
#define DEVICE_COOKIE "__Host-device"
enum { DEVICE_SECONDS = 400 * 86400 };

struct signing_in {
    struct exchange *x;
    char phone[PHONE_TEXT];
    char token[TOKEN_TEXT], device[TOKEN_TEXT];
    enum code_notice notice;
};

static continuation start_on_sent, form_on_waiting, code_on_tried;

static void show(struct exchange *x, int status, enum sign_in_notice notice, const char *typed)
{
    struct page page = page_for(x, "/sign-in");

    reply_page(x, status, sign_in_page(&page, notice, typed));
}

static enum sign_in_notice notice_of(const struct exchange *x)
{
    static const struct {
        const char *word;
        enum sign_in_notice notice;
    } words[] = {
        {"needed",         SIGN_IN_NEEDED        },
        {"out",            SIGN_IN_SIGNED_OUT    },
        {"closed",         SIGN_IN_CLOSED        },
        {"out-everywhere", SIGN_IN_SIGNED_OUT_ALL}
    };

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (query_is(x, words[i].word))
            return words[i].notice;
    return SIGN_IN_PLAIN;
}

void sign_in_form(struct exchange *x)
{
    if (x->asker.account != 0)
        reply_redirect(x, "/vehicles");
    else
        show(x, 200, notice_of(x), NULL);
}

void sign_in_start(struct exchange *x)
{
    struct signing_in *s = exchange_new(x, struct signing_in);
    const char *typed;

    s->x = x;
    if (!page_form_is_ours(x))
        return;
    typed = body_field(x, "phone");
    if (typed == NULL || !phone_normalise(typed, strlen(typed), s->phone)) {
        show(x, 200, SIGN_IN_PHONE_MALFORMED, typed);
        return;
    }
    code_send(x, CODE_FOR_SIGN_IN, s->phone, start_on_sent, s);
}

static void start_on_sent(void *state, const struct answer *answer)
{
    struct signing_in *s = state;
    struct exchange *x = s->x;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    if (!rows_true(answer->rows, 0, 0)) {
        reply_header(x, "retry-after", "3600");
        show(x, 429, SIGN_IN_TOO_MANY, NULL);
        return;
    }
    reply_redirect(x, "/sign-in/code");
}

/* Another code for the number that was typed on the page before. */
void sign_in_again_start(struct exchange *x)
{
    struct signing_in *s = exchange_new(x, struct signing_in);

    s->x = x;
    if (!page_form_is_ours(x))
        return;
    if (code_phone(x, CODE_FOR_SIGN_IN, s->phone))
        code_send(x, CODE_FOR_SIGN_IN, s->phone, start_on_sent, s);
    else
        reply_redirect(x, "/sign-in");
}

static void show_code_form(struct signing_in *s, enum code_notice notice)
{
    s->notice = notice;
    code_waiting(s->x, CODE_FOR_SIGN_IN, form_on_waiting, s);
}

static void form_on_waiting(void *state, const struct answer *answer)
{
    struct signing_in *s = state;
    bool waiting = code_is_waiting(answer);
    struct page page = page_for(s->x, "/sign-in/code");

    reply_page(s->x, 200, code_page(&page, s->notice, phone_masked(s->x, s->phone), waiting));
}

void sign_in_code_form(struct exchange *x)
{
    struct signing_in *s = exchange_new(x, struct signing_in);

    s->x = x;
    if (code_phone(x, CODE_FOR_SIGN_IN, s->phone))
        show_code_form(s, CODE_SENT);
    else
        reply_redirect(x, "/sign-in");
}

/* The browser's own cookie, or a new one. */
static void know_device(struct signing_in *s)
{
    h2o_iovec_t cookie = cookie_find(s->x, DEVICE_COOKIE);

    if (cookie.len == TOKEN_TEXT - 1)
        memcpy(s->device, cookie.base, cookie.len);
    else
        token_new(s->device);
}

static const char *token_text(struct exchange *x, const char *token)
{
    return token_hash_text(&x->pool, x->service->keys, h2o_iovec_init(token, strlen(token)));
}

static void use_code(struct signing_in *s, const char *code)
{
    struct exchange *x = s->x;
    const struct keys *keys = x->service->keys;
    h2o_iovec_t agent = user_agent_of(x);
    char network[NETWORK_TEXT];

    network_words(address_of(x), network);
    token_new(s->token); /* a new one at every sign-in: nobody can have planted it */
    know_device(s);
    const char *session = token_text(x, s->token);
    db_write(x, QUERY_SIGN_IN_CODE_USE,
             DB_VALUES(code_ticket_text(x, CODE_FOR_SIGN_IN), code_text(x, CODE_FOR_SIGN_IN, code),
                       phone_index_text(&x->pool, keys, s->phone),
                       phone_sealed_text(&x->pool, keys, s->phone), session,
                       token_hash_text(&x->pool, keys, cookie_find(x, SESSION_COOKIE)),
                       token_text(x, s->device), language_of(x), device_class_code(device_class_of(agent)),
                       browser_of(agent), network_sealed_text(&x->pool, keys, session, network)),
             code_on_tried, s);
}

void sign_in_code_start(struct exchange *x)
{
    struct signing_in *s = exchange_new(x, struct signing_in);
    const char *code;

    s->x = x;
    if (!page_form_is_ours(x))
        return;
    if (!code_phone(x, CODE_FOR_SIGN_IN, s->phone)) {
        reply_redirect(x, "/sign-in");
        return;
    }
    code = code_typed(x);
    if (code == NULL)
        show_code_form(s, CODE_WRONG);
    else
        use_code(s, code);
}

static void code_on_tried(void *state, const struct answer *answer)
{
    struct signing_in *s = state;
    struct exchange *x = s->x;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    if (answer->rows->count == 0) {
        show_code_form(s, CODE_ENDED);
        return;
    }
    if (rows_number(answer->rows, 0, 0) == 0) {
        show_code_form(s, rows_true(answer->rows, 0, 1) ? CODE_WRONG : CODE_ENDED);
        return;
    }
    cookie_set(x, SESSION_COOKIE, s->token, x->service->settings->session_seconds);
    cookie_set(x, DEVICE_COOKIE, s->device, DEVICE_SECONDS);
    code_forget(x, CODE_FOR_SIGN_IN);
    reply_redirect(x, "/vehicles");
}

void sign_out_start(struct exchange *x)
{
    session_leave(x, QUERY_SESSION_END, "/sign-in?out");
}

void sign_out_everywhere_start(struct exchange *x)
{
    session_leave(x, QUERY_SESSION_END_ALL, "/sign-in?out-everywhere");
}
