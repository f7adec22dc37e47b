#include "endpoints/owner/code.h"

#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "core/seal.h"
#include "core/service.h"
#include "core/settings.h"
#include "http/address.h"
#include "http/cookie.h"
#include "http/form.h"
#include "store/account_store.h"
#include "store/db.h"

enum { COOKIE_SECONDS = 600, SENT_WITHIN_SECONDS = 5 };

static const struct {
    const char *cookie, *place;
} uses[] = {
    [CODE_FOR_SIGN_IN] = {"__Host-phone",   "cookie.phone"  },
    [CODE_FOR_NUMBER] = {"__Host-number",  "cookie.number" },
    [CODE_FOR_CONSENT] = {"__Host-consent", "cookie.consent"},
};

struct sending {
    struct exchange *x;
    enum code_use use;
    struct code code;
    continuation *resume;
    void *state;
};

static continuation code_on_sent;

static struct seal_place place_of(const struct exchange *x, enum code_use use)
{
    if (use == CODE_FOR_SIGN_IN)
        return (struct seal_place){uses[use].place, "", 0};
    return (struct seal_place){uses[use].place, &x->asker.account, sizeof(x->asker.account)};
}

static const char *message_words(struct exchange *x, enum code_use use, const char *code)
{
    long minutes = x->service->settings->code_seconds / 60;
    bool zh = strcmp(language_of(x), "zh") == 0;

    if (zh)
        return exchange_text(x, "【车档】%s验证码 %s，%ld 分钟内有效。请勿告诉他人。",
                             use == CODE_FOR_SIGN_IN ? "登录" : "更换手机号的", code, minutes);
    return exchange_text(x, "[Chedang] Your %s code is %s, valid for %ld minutes. Tell nobody.",
                         use == CODE_FOR_SIGN_IN ? "sign-in" : "change-of-number", code, minutes);
}

void code_make(struct exchange *x, enum code_use use, const char *phone, struct code *code)
{
    h2o_iovec_t sealed =
        seal(&x->pool, x->service->keys, KEY_SEAL, place_of(x, use), h2o_iovec_init(phone, strlen(phone)));

    sodium_bin2base64(code->ticket, sizeof(code->ticket), (uint8_t *)sealed.base, sealed.len,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    snprintf(code->digits, sizeof(code->digits), "%06u", randombytes_uniform(1000000));
}

void code_keep(struct exchange *x, enum code_use use, const struct code *code)
{
    cookie_set(x, uses[use].cookie, code->ticket, COOKIE_SECONDS);
}

const char *code_new_ticket_text(struct exchange *x, const struct code *code)
{
    return token_hash_text(&x->pool, x->service->keys, h2o_iovec_init(code->ticket, strlen(code->ticket)));
}

const char *code_new_text(struct exchange *x, const struct code *code)
{
    return code_hash_text(&x->pool, x->service->keys, h2o_iovec_init(code->ticket, strlen(code->ticket)),
                          code->digits);
}

void code_send(struct exchange *x, enum code_use use, const char *phone, continuation *resume, void *state)
{
    struct sending *s = exchange_new(x, struct sending);
    const struct keys *keys = x->service->keys;
    const struct settings *settings = x->service->settings;

    *s = (struct sending){.x = x, .use = use, .resume = resume, .state = state};
    code_make(x, use, phone, &s->code);
    db_write(
        x, QUERY_SIGN_IN_CODE_SEND,
        DB_VALUES(phone_index_text(&x->pool, keys, phone), address_index_text(&x->pool, keys, address_of(x)),
                  exchange_text(x, "%ld", settings->code_sends),
                  exchange_text(x, "%ld", settings->code_sends_address), code_new_ticket_text(x, &s->code),
                  code_new_text(x, &s->code), exchange_text(x, "%ld", settings->code_seconds),
                  outbox_body_text(&x->pool, keys, phone, message_words(x, use, s->code.digits)),
                  code_ticket_text(x, use)),
        code_on_sent, s);
}

static void code_on_sent(void *state, const struct answer *answer)
{
    struct sending *s = state;

    if (!failed(answer->fault) && rows_true(answer->rows, 0, 0))
        code_keep(s->x, s->use, &s->code);
    s->resume(s->state, answer);
}

bool code_phone(struct exchange *x, enum code_use use, char phone[PHONE_TEXT])
{
    h2o_iovec_t cookie = cookie_find(x, uses[use].cookie), plain;
    uint8_t sealed[192];
    size_t length;

    if (cookie.len == 0 || sodium_base642bin(sealed, sizeof(sealed), cookie.base, cookie.len, NULL, &length,
                                             NULL, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
        return false;
    if (!unseal(&x->pool, x->service->keys, KEY_SEAL, place_of(x, use), h2o_iovec_init(sealed, length),
                &plain) ||
        plain.len >= PHONE_TEXT)
        return false;
    memcpy(phone, plain.base, plain.len + 1);
    return true;
}

const char *phone_masked(struct exchange *x, const char *phone)
{
    return strlen(phone) > 7 ? exchange_text(x, "%.3s****%s", phone, phone + strlen(phone) - 4) : "****";
}

const char *code_typed(struct exchange *x)
{
    const char *code = body_field(x, "code");

    return code == NULL || strlen(code) != CODE_DIGITS || strspn(code, "0123456789") != CODE_DIGITS ? NULL
                                                                                                    : code;
}

const char *code_ticket_text(struct exchange *x, enum code_use use)
{
    return token_hash_text(&x->pool, x->service->keys, cookie_find(x, uses[use].cookie));
}

const char *code_text(struct exchange *x, enum code_use use, const char *code)
{
    return code_hash_text(&x->pool, x->service->keys, cookie_find(x, uses[use].cookie), code);
}

void code_waiting(struct exchange *x, enum code_use use, continuation *resume, void *state)
{
    db_read(x, QUERY_CODE_WAITING,
            DB_VALUES(code_ticket_text(x, use), exchange_text(x, "%d", SENT_WITHIN_SECONDS)), resume, state);
}

bool code_is_waiting(const struct answer *answer)
{
    return !failed(answer->fault) && answer->rows->count == 1 && rows_true(answer->rows, 0, 0);
}

void code_forget(struct exchange *x, enum code_use use)
{
    cookie_set(x, uses[use].cookie, "", 0);
}
