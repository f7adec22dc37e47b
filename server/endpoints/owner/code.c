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

enum { COOKIE_SECONDS = 600, COOKIE_TEXT = 256, CODE_DIGITS = 6, SENT_WITHIN_SECONDS = 5 };

static const char *const cookies[] = {
    [CODE_FOR_SIGN_IN] = "__Host-phone", [CODE_FOR_NUMBER] = "__Host-number"};

struct sending {
    struct exchange *x;
    enum code_use use;
    char ticket[COOKIE_TEXT];
    continuation *resume;
    void *state;
};

static continuation code_on_sent;

static struct seal_place place_of(const struct exchange *x, enum code_use use)
{
    return use == CODE_FOR_SIGN_IN
               ? (struct seal_place){"cookie.phone", "", 0}
               : (struct seal_place){"cookie.number", &x->asker.account, sizeof(x->asker.account)};
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

static void make_ticket(struct sending *s, const char *phone)
{
    struct exchange *x = s->x;
    h2o_iovec_t sealed =
        seal(&x->pool, x->service->keys, KEY_SEAL, place_of(x, s->use), h2o_iovec_init(phone, strlen(phone)));

    sodium_bin2base64(s->ticket, sizeof(s->ticket), (uint8_t *)sealed.base, sealed.len,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

void code_send(struct exchange *x, enum code_use use, const char *phone, continuation *resume, void *state)
{
    struct sending *s = exchange_new(x, struct sending);
    const struct keys *keys = x->service->keys;
    const struct settings *settings = x->service->settings;
    char code[CODE_DIGITS + 1];

    *s = (struct sending){.x = x, .use = use, .resume = resume, .state = state};
    make_ticket(s, phone);
    snprintf(code, sizeof(code), "%06u", randombytes_uniform(1000000));
    h2o_iovec_t ticket = h2o_iovec_init(s->ticket, strlen(s->ticket));
    db_write(
        x, QUERY_SIGN_IN_CODE_SEND,
        DB_VALUES(
            phone_index_text(&x->pool, keys, phone), address_index_text(&x->pool, keys, address_of(x)),
            exchange_text(x, "%ld", settings->code_sends),
            exchange_text(x, "%ld", settings->code_sends_address), token_hash_text(&x->pool, keys, ticket),
            code_hash_text(&x->pool, keys, ticket, code), exchange_text(x, "%ld", settings->code_seconds),
            outbox_body_text(&x->pool, keys, phone, message_words(x, use, code)), code_ticket_text(x, use)),
        code_on_sent, s);
}

static void code_on_sent(void *state, const struct answer *answer)
{
    struct sending *s = state;

    if (!failed(answer->fault) && rows_true(answer->rows, 0, 0))
        cookie_set(s->x, cookies[s->use], s->ticket, COOKIE_SECONDS);
    s->resume(s->state, answer);
}

bool code_phone(struct exchange *x, enum code_use use, char phone[PHONE_TEXT])
{
    h2o_iovec_t cookie = cookie_find(x, cookies[use]), plain;
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
    return token_hash_text(&x->pool, x->service->keys, cookie_find(x, cookies[use]));
}

const char *code_text(struct exchange *x, enum code_use use, const char *code)
{
    return code_hash_text(&x->pool, x->service->keys, cookie_find(x, cookies[use]), code);
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
    cookie_set(x, cookies[use], "", 0);
}
