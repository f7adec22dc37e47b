#include "endpoints/owner/sign_in.h"

#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "core/seal.h"
#include "core/service.h"
#include "core/settings.h"
#include "endpoints/page.h"
#include "history/phone.h"
#include "http/address.h"
#include "http/form.h"
#include "http/cookie.h"
#include "http/reply.h"
#include "render/sign_in_page.h"
#include "store/account_store.h"
#include "store/db.h"

#define PHONE_COOKIE "__Host-phone"
enum { PHONE_COOKIE_SECONDS = 600, PHONE_COOKIE_TEXT = 256, CODE_DIGITS = 6 };

struct signing_in {
    struct exchange *x;
    char phone[PHONE_TEXT];
    /* The number, sealed: what the browser keeps between the two pages. No two are alike, so the code is
     * bound to it. */
    char ticket[PHONE_COOKIE_TEXT];
    char token[TOKEN_TEXT];
};

static continuation start_on_sent, code_on_tried, out_on_done, out_everywhere_on_done;

static const struct seal_place cookie_place = {"cookie.phone", "", 0};

static void show(struct exchange *x, int status, enum sign_in_notice notice, const char *typed)
{
    struct page page = page_for(x, "/sign-in");

    reply_page(x, status, sign_in_page(&page, notice, typed));
}

/* What the address says after the question mark: how the visitor came here. */
static enum sign_in_notice notice_of(const struct exchange *x)
{
    h2o_iovec_t path = x->req->path;
    size_t at = x->req->query_at == SIZE_MAX ? path.len : x->req->query_at;

    if (h2o_memis(path.base + at, path.len - at, H2O_STRLIT("?needed")))
        return SIGN_IN_NEEDED;
    if (h2o_memis(path.base + at, path.len - at, H2O_STRLIT("?out")))
        return SIGN_IN_SIGNED_OUT;
    return h2o_memis(path.base + at, path.len - at, H2O_STRLIT("?out-everywhere")) ? SIGN_IN_SIGNED_OUT_ALL
                                                                                   : SIGN_IN_PLAIN;
}

void sign_in_form(struct exchange *x)
{
    if (x->asker.account != 0)
        reply_redirect(x, "/vehicles");
    else
        show(x, 200, notice_of(x), NULL);
}

static const char *message_words(struct exchange *x, const char *code)
{
    long minutes = x->service->settings->code_seconds / 60;

    if (strcmp(language_of(x), "zh") == 0)
        return exchange_text(x, "【车档】登录验证码 %s，%ld 分钟内有效。请勿告诉他人。", code, minutes);
    return exchange_text(x, "[Chedang] Your sign-in code is %s, valid for %ld minutes. Tell nobody.", code,
                         minutes);
}

static void make_ticket(struct signing_in *s)
{
    struct exchange *x = s->x;
    h2o_iovec_t sealed =
        seal(&x->pool, x->service->keys, KEY_SEAL, cookie_place, h2o_iovec_init(s->phone, strlen(s->phone)));

    sodium_bin2base64(s->ticket, sizeof(s->ticket), (uint8_t *)sealed.base, sealed.len,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

static void send_code(struct signing_in *s)
{
    struct exchange *x = s->x;
    const struct keys *keys = x->service->keys;
    const struct settings *settings = x->service->settings;
    h2o_iovec_t ticket = h2o_iovec_init(s->ticket, strlen(s->ticket));
    char code[CODE_DIGITS + 1];

    snprintf(code, sizeof(code), "%06u", randombytes_uniform(1000000));
    db_write(x, QUERY_SIGN_IN_CODE_SEND,
             DB_VALUES(phone_index_text(&x->pool, keys, s->phone),
                       address_index_text(&x->pool, keys, address_of(x)),
                       exchange_text(x, "%ld", settings->code_sends),
                       exchange_text(x, "%ld", settings->code_sends_address),
                       token_hash_text(&x->pool, keys, ticket), code_hash_text(&x->pool, keys, ticket, code),
                       exchange_text(x, "%ld", settings->code_seconds),
                       outbox_body_text(&x->pool, keys, s->phone, message_words(x, code))),
             start_on_sent, s);
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
    make_ticket(s);
    send_code(s);
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
        x->retry_after = 3600;
        reply_header(x, "retry-after", "3600");
        show(x, 429, SIGN_IN_TOO_MANY, NULL);
        return;
    }
    cookie_set(x, PHONE_COOKIE, s->ticket, PHONE_COOKIE_SECONDS);
    reply_redirect(x, "/sign-in/code");
}

/* The number that was typed on the page before. */
static bool remembered_phone(struct exchange *x, char phone[PHONE_TEXT])
{
    h2o_iovec_t cookie = cookie_find(x, PHONE_COOKIE), plain;
    uint8_t sealed[192];
    size_t length;

    if (cookie.len == 0 || sodium_base642bin(sealed, sizeof(sealed), cookie.base, cookie.len, NULL, &length,
                                             NULL, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
        return false;
    if (!unseal(&x->pool, x->service->keys, KEY_SEAL, cookie_place, h2o_iovec_init(sealed, length), &plain) ||
        plain.len >= PHONE_TEXT)
        return false;
    memcpy(phone, plain.base, plain.len + 1);
    return true;
}

static void show_code_form(struct exchange *x, const char *phone, enum code_notice notice)
{
    struct page page = page_for(x, "/sign-in/code");

    reply_page(x, 200,
               code_page(&page, notice, exchange_text(x, "%.3s****%s", phone, phone + strlen(phone) - 4)));
}

void sign_in_code_form(struct exchange *x)
{
    char phone[PHONE_TEXT];

    if (remembered_phone(x, phone))
        show_code_form(x, phone, CODE_SENT);
    else
        reply_redirect(x, "/sign-in");
}

void sign_in_code_start(struct exchange *x)
{
    struct signing_in *s = exchange_new(x, struct signing_in);
    const struct keys *keys = x->service->keys;
    h2o_iovec_t old = cookie_find(x, SESSION_COOKIE), ticket = cookie_find(x, PHONE_COOKIE);
    const char *code;

    s->x = x;
    if (!page_form_is_ours(x))
        return;
    if (!remembered_phone(x, s->phone)) {
        reply_redirect(x, "/sign-in");
        return;
    }
    code = body_field(x, "code");
    if (code == NULL || strlen(code) != CODE_DIGITS || strspn(code, "0123456789") != CODE_DIGITS) {
        show_code_form(x, s->phone, CODE_WRONG);
        return;
    }
    token_new(s->token); /* a new one at every sign-in: nobody can have planted it */
    db_write(x, QUERY_SIGN_IN_CODE_USE,
             DB_VALUES(token_hash_text(&x->pool, keys, ticket), code_hash_text(&x->pool, keys, ticket, code),
                       phone_index_text(&x->pool, keys, s->phone),
                       phone_sealed_text(&x->pool, keys, s->phone),
                       token_hash_text(&x->pool, keys, h2o_iovec_init(s->token, strlen(s->token))),
                       token_hash_text(&x->pool, keys, old)),
             code_on_tried, s);
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
        show_code_form(x, s->phone, CODE_ENDED);
        return;
    }
    if (rows_number(answer->rows, 0, 0) == 0) {
        show_code_form(x, s->phone, rows_true(answer->rows, 0, 1) ? CODE_WRONG : CODE_ENDED);
        return;
    }
    cookie_set(x, SESSION_COOKIE, s->token, x->service->settings->session_seconds);
    cookie_set(x, PHONE_COOKIE, "", 0);
    reply_redirect(x, "/vehicles");
}

static void sign_out(struct exchange *x, enum query query, continuation *resume)
{
    if (!page_form_is_ours(x))
        return;
    cookie_set(x, SESSION_COOKIE, "", 0);
    db_write(x, query, DB_VALUES(bytea_text(&x->pool, x->asker.session, sizeof(x->asker.session))), resume,
             x);
}

void sign_out_start(struct exchange *x)
{
    sign_out(x, QUERY_SESSION_END, out_on_done);
}

void sign_out_everywhere_start(struct exchange *x)
{
    sign_out(x, QUERY_SESSION_END_ALL, out_everywhere_on_done);
}

static void out_on_done(void *state, const struct answer *answer)
{
    if (failed(answer->fault))
        reply_fault(state, answer->fault);
    else
        reply_redirect(state, "/sign-in?out");
}

static void out_everywhere_on_done(void *state, const struct answer *answer)
{
    if (failed(answer->fault))
        reply_fault(state, answer->fault);
    else
        reply_redirect(state, "/sign-in?out-everywhere");
}
