#include "endpoints/owner/account.h"

#include <string.h>

#include "core/seal.h"
#include "core/service.h"
#include "endpoints/owner/code.h"
#include "endpoints/page.h"
#include "http/cookie.h"
#include "http/form.h"
#include "http/reply.h"
#include "render/account_page.h"
#include "render/template.h"
#include "store/account_store.h"
#include "store/asker.h"
#include "store/db.h"

/* Columns of account_by_id. */
enum column { PHONE, SESSIONS, LANGUAGE, CREATED_AT, ORGANISATIONS_ALONE };

struct change {
    struct exchange *x;
    const char *typed;
    char phone[PHONE_TEXT]; /* the new one */
    enum new_code_notice notice;
};

static continuation account_on_rows, phone_form_on_account, phone_on_account, phone_on_sent,
    code_form_on_waiting, code_on_account, code_on_changed, close_on_account, close_on_closed;

static void read_account(struct exchange *x, continuation *resume, void *state)
{
    db_read(x, QUERY_ACCOUNT_BY_ID, DB_VALUES(account_text(x)), resume, state);
}

/* The number of the account; NULL with an answer when there is none. */
static const char *phone_of(struct exchange *x, const struct answer *answer)
{
    const char *phone = NULL;

    if (!failed(answer->fault) && answer->rows->count == 1)
        phone = phone_open(&x->pool, x->service->keys, rows_bytes(&x->pool, answer->rows, 0, PHONE));
    if (phone == NULL)
        reply_fault(x, failed(answer->fault) ? answer->fault : FAULT_SIGNED_OUT);
    return phone;
}

/* A message to the number as it is now, in the language of the account. */
static const char *message_text(struct exchange *x, const struct answer *answer, const char *phone,
                                const char *group, const char *kind)
{
    const char *words =
        templates_word(x->service->templates, rows_text(answer->rows, 0, LANGUAGE), group, kind);

    return outbox_body_text(&x->pool, x->service->keys, phone, words);
}

void account_start(struct exchange *x)
{
    read_account(x, account_on_rows, x);
}

static void account_on_rows(void *state, const struct answer *answer)
{
    struct exchange *x = state;
    const char *phone = phone_of(x, answer);

    if (phone == NULL)
        return;
    struct page page = page_for(x, "/account");
    reply_page(x, 200,
               account_page(&page,
                            query_field(x, "phone-changed") == NULL ? ACCOUNT_PLAIN : ACCOUNT_PHONE_CHANGED,
                            phone_masked(x, phone), (unsigned)rows_number(answer->rows, 0, SESSIONS)));
}

static void show_phone_form(struct change *c, int status, enum phone_notice notice, const char *present)
{
    struct page page = page_for(c->x, "/account/phone");

    reply_page(c->x, status, phone_page(&page, notice, present, c->typed));
}

void phone_form_start(struct exchange *x)
{
    struct change *c = exchange_new(x, struct change);

    c->x = x;
    read_account(x, phone_form_on_account, c);
}

static void phone_form_on_account(void *state, const struct answer *answer)
{
    struct change *c = state;
    const char *present = phone_of(c->x, answer);

    if (present != NULL)
        show_phone_form(c, 200, PHONE_FRESH, phone_masked(c->x, present));
}

void phone_start(struct exchange *x)
{
    struct change *c = exchange_new(x, struct change);

    c->x = x;
    if (!page_form_is_ours(x))
        return;
    c->typed = body_field(x, "phone");
    read_account(x, phone_on_account, c);
}

static void phone_on_account(void *state, const struct answer *answer)
{
    struct change *c = state;
    const char *present = phone_of(c->x, answer);

    if (present == NULL)
        return;
    if (c->typed == NULL || !phone_normalise(c->typed, strlen(c->typed), c->phone))
        show_phone_form(c, 200, PHONE_MALFORMED, phone_masked(c->x, present));
    else if (strcmp(c->phone, present) == 0)
        show_phone_form(c, 200, PHONE_SAME, phone_masked(c->x, present));
    else
        code_send(c->x, CODE_FOR_NUMBER, c->phone, phone_on_sent, c);
}

/* Another code for the number that was typed on the page before. */
void phone_again_start(struct exchange *x)
{
    struct change *c = exchange_new(x, struct change);

    c->x = x;
    if (!page_form_is_ours(x))
        return;
    if (code_phone(x, CODE_FOR_NUMBER, c->phone))
        code_send(x, CODE_FOR_NUMBER, c->phone, phone_on_sent, c);
    else
        reply_redirect(x, "/account/phone");
}

static void phone_on_sent(void *state, const struct answer *answer)
{
    struct change *c = state;

    if (failed(answer->fault)) {
        reply_fault(c->x, answer->fault);
        return;
    }
    if (rows_true(answer->rows, 0, 0)) {
        reply_redirect(c->x, "/account/phone/code");
        return;
    }
    reply_header(c->x, "retry-after", "3600");
    show_phone_form(c, 429, PHONE_TOO_MANY, NULL);
}

static void show_code_form(struct change *c, enum new_code_notice notice)
{
    c->notice = notice;
    code_waiting(c->x, CODE_FOR_NUMBER, code_form_on_waiting, c);
}

static void code_form_on_waiting(void *state, const struct answer *answer)
{
    struct change *c = state;
    bool waiting = code_is_waiting(answer);
    struct page page = page_for(c->x, "/account/phone/code");

    reply_page(c->x, 200, new_code_page(&page, c->notice, phone_masked(c->x, c->phone), waiting));
}

void phone_code_form_start(struct exchange *x)
{
    struct change *c = exchange_new(x, struct change);

    c->x = x;
    if (code_phone(x, CODE_FOR_NUMBER, c->phone))
        show_code_form(c, NEW_CODE_SENT);
    else
        reply_redirect(x, "/account/phone");
}

void phone_code_start(struct exchange *x)
{
    struct change *c = exchange_new(x, struct change);

    c->x = x;
    if (!page_form_is_ours(x))
        return;
    if (!code_phone(x, CODE_FOR_NUMBER, c->phone)) {
        reply_redirect(x, "/account/phone");
        return;
    }
    c->typed = code_typed(x);
    if (c->typed == NULL)
        show_code_form(c, NEW_CODE_WRONG);
    else
        read_account(x, code_on_account, c);
}

static void code_on_account(void *state, const struct answer *answer)
{
    struct change *c = state;
    struct exchange *x = c->x;
    const struct keys *keys = x->service->keys;
    const char *present = phone_of(x, answer);

    if (present == NULL)
        return;
    if (strcmp(present, c->phone) == 0) { /* sent twice */
        reply_redirect(x, "/account?phone-changed=1");
        return;
    }
    db_write(x, QUERY_PHONE_CHANGE,
             DB_VALUES(account_text(x), session_text(x), code_ticket_text(x, CODE_FOR_NUMBER),
                       code_text(x, CODE_FOR_NUMBER, c->typed), phone_index_text(&x->pool, keys, present),
                       phone_index_text(&x->pool, keys, c->phone),
                       phone_sealed_text(&x->pool, keys, c->phone),
                       message_text(x, answer, present, "sms", "phone_changed")),
             code_on_changed, c);
}

static void code_on_changed(void *state, const struct answer *answer)
{
    struct change *c = state;
    struct exchange *x = c->x;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    const char *said = rows_text(answer->rows, 0, 0);
    if (strcmp(said, "changed") == 0) {
        code_forget(x, CODE_FOR_NUMBER);
        reply_redirect(x, "/account?phone-changed=1");
    } else if (strcmp(said, "taken") == 0) {
        show_code_form(c, NEW_CODE_TAKEN);
    } else {
        show_code_form(c, strcmp(said, "wrong") == 0 ? NEW_CODE_WRONG : NEW_CODE_ENDED);
    }
}

void close_form_start(struct exchange *x)
{
    struct page page = page_for(x, "/account/close");

    reply_page(x, 200, close_page(&page, NULL, false));
}

void close_start(struct exchange *x)
{
    const char *typed;

    if (!page_form_is_ours(x))
        return;
    struct page page = page_for(x, "/account/close");
    typed = body_field(x, "word");
    if (close_word_is(&page, typed))
        read_account(x, close_on_account, x);
    else
        reply_page(x, 200, close_page(&page, typed == NULL ? "" : typed, false));
}

static void close_on_account(void *state, const struct answer *answer)
{
    struct exchange *x = state;
    const char *phone = phone_of(x, answer);

    if (phone == NULL)
        return;
    if (rows_number(answer->rows, 0, ORGANISATIONS_ALONE) > 0) {
        struct page page = page_for(x, "/account/close");

        reply_page(x, 409, close_page(&page, NULL, true));
    } else {
        db_write(x, QUERY_ACCOUNT_CLOSE,
                 DB_VALUES(account_text(x), session_text(x),
                           message_text(x, answer, phone, "message", "account_closed")),
                 close_on_closed, x);
    }
}

/* No row of ours, no account: another session has ended this one meanwhile. */
static void close_on_closed(void *state, const struct answer *answer)
{
    struct exchange *x = state;

    if (failed(answer->fault) || !rows_true(answer->rows, 0, 0)) {
        reply_fault(x, failed(answer->fault) ? answer->fault : FAULT_SIGNED_OUT);
        return;
    }
    cookie_set(x, SESSION_COOKIE, "", 0);
    reply_redirect(x, "/sign-in?closed");
}
