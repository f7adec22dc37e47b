#include "endpoints/owner/consent_ask.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "core/date.h"
#include "core/seal.h"
#include "core/service.h"
#include "core/settings.h"
#include "endpoints/owner/code.h"
#include "endpoints/page.h"
#include "history/papers.h"
#include "history/plate.h"
#include "history/vin.h"
#include "http/address.h"
#include "http/cookie.h"
#include "http/form.h"
#include "http/reply.h"
#include "render/consent_page.h"
#include "store/account_store.h"
#include "store/asker.h"
#include "store/db.h"
#include "store/history_store.h"

/* Every answer to a request comes this long after it, which covers what differs between them. */
enum { ANSWER_AFTER_MS = 300, CODE_MINUTES = 10 };

struct asking {
    struct exchange *x;
    struct consent_form form;
    char phone[PHONE_TEXT]; /* of the owner */
    struct vin vin;
    struct vehicle_key key;
    bool by_vin;
    char plate[FACT_TEXT];
    long days;
    struct code code;
    char handle[TICKET_TEXT];
    enum code_notice notice;
};

enum column { ALLOWED, OWN, ASKER, HANDLE, KEY, SALT, PLATE, LANGUAGE };

static continuation ask_on_found, ask_on_kept, ask_on_moment, code_on_taken;

static struct asking *asking_new(struct exchange *x)
{
    struct asking *a = exchange_new(x, struct asking);

    a->x = x;
    a->form.days = exchange_text(x, "%d", CONSENT_USUAL_DAYS);
    return a;
}

static void show(struct asking *a, int status, enum consent_notice notice)
{
    struct page page = page_for(a->x, "/vehicles/consent");

    reply_page(a->x, status, consent_ask_page(&page, notice, &a->form));
}

void consent_form_start(struct exchange *x)
{
    show(asking_new(x), 200, CONSENT_FRESH);
}

/* A whole VIN, or a plate. */
static bool read_vehicle(struct asking *a)
{
    const char *typed = a->form.vehicle;

    if (typed == NULL)
        return false;
    a->by_vin = vin_parse(&a->vin, typed, strlen(typed)) == VIN_OK;
    if (a->by_vin)
        a->key = vehicle_key_of(a->x->service->keys, &a->vin);
    return a->by_vin || (fact_normalise(typed, strlen(typed), a->plate) && plate_is_valid(a->plate));
}

static bool read_days(struct asking *a)
{
    const char *typed = a->form.days;

    if (typed == NULL || *typed == '\0' || strlen(typed) > 3 || strspn(typed, "0123456789") != strlen(typed))
        return false;
    a->days = atol(typed);
    return a->days >= 1 && a->days <= CONSENT_MOST_DAYS;
}

static bool read_form(struct asking *a)
{
    struct consent_form *f = &a->form;

    f->vehicle = body_field(a->x, "vehicle");
    f->phone = body_field(a->x, "phone");
    f->days = body_field(a->x, "days");
    f->vehicle_wrong = !read_vehicle(a);
    f->phone_wrong = f->phone == NULL || !phone_normalise(f->phone, strlen(f->phone), a->phone);
    f->days_wrong = !read_days(a);
    return !f->vehicle_wrong && !f->phone_wrong && !f->days_wrong;
}

void consent_ask_start(struct exchange *x)
{
    struct asking *a = asking_new(x);
    const struct settings *s = x->service->settings;

    if (!page_form_is_ours(x))
        return;
    if (!read_form(a)) {
        show(a, 200, CONSENT_INCOMPLETE);
        return;
    }
    db_write(x, QUERY_CONSENT_FIND,
             DB_VALUES(account_text(x), phone_index_text(&x->pool, x->service->keys, a->phone),
                       address_index_text(&x->pool, x->service->keys, address_of(x)),
                       exchange_text(x, "%ld", s->code_sends), exchange_text(x, "%ld", s->code_sends_address),
                       a->by_vin ? vehicle_key_text(&x->pool, &a->key) : NULL),
             ask_on_found, a);
}

static bool plate_fits(struct asking *a, const struct rows *rows, int row)
{
    struct exchange *x = a->x;
    h2o_iovec_t salt = rows_bytes(&x->pool, rows, row, SALT), stored = rows_bytes(&x->pool, rows, row, PLATE);

    if (salt.len != SALT_BYTES || stored.len != HASH_BYTES)
        return false;
    struct keyed_hash given =
        fact_hash(x->service->keys, (const uint8_t *)salt.base, fact_kind(FACT_PLATE), a->plate);
    return sodium_memcmp(stored.base, given.bytes, sizeof(given.bytes)) == 0;
}

/* The row of the vehicle that is meant; -1 when the number and it do not belong together. */
static int row_meant(struct asking *a, const struct rows *rows)
{
    for (int row = 0; row < rows->count; row++)
        if (rows_text(rows, row, HANDLE) != NULL && (a->by_vin || plate_fits(a, rows, row)))
            return row;
    return -1;
}

static const char *vehicle_masked(struct asking *a)
{
    char masked[VIN_LENGTH + 1];

    return a->by_vin ? exchange_kept(a->x, vin_masked(&a->vin, masked)) : plate_masked(&a->x->pool, a->plate);
}

/* What the owner reads: who asks, for which car, for how long. */
static const char *message_words(struct asking *a, const char *language, const char *asker)
{
    struct exchange *x = a->x;
    const char *who = phone_masked(x, asker), *vehicle = vehicle_masked(a);

    if (strcmp(language, "en") == 0)
        return exchange_text(
            x,
            "[Chedang] Whoever has the number %s asks to read the records of your vehicle %s "
            "for %ld days. If you agree, tell them the code %s; if not, ignore this. It is valid for %d "
            "minutes.",
            who, vehicle, a->days, a->code.digits, CODE_MINUTES);
    return exchange_text(x,
                         "【车档】手机号 %s 的用户请求查看您车辆 %s 的维修档案，为期 %ld "
                         "天。同意请将验证码 %s 告诉对方；不同意请勿理会。%d 分钟内有效。",
                         who, vehicle, a->days, a->code.digits, CODE_MINUTES);
}

/* Whoever is meant or not, the same is made and kept. */
static void ask(struct asking *a, const struct rows *rows, const char *asker)
{
    struct exchange *x = a->x;
    int row = row_meant(a, rows);
    const char *language = row < 0 ? language_of(x) : rows_text(rows, row, LANGUAGE);

    code_make(x, CODE_FOR_CONSENT, a->phone, &a->code);
    db_write(
        x, QUERY_CONSENT_ASK,
        DB_VALUES(account_text(x), code_new_ticket_text(x, &a->code),
                  row < 0 ? NULL : exchange_kept(x, rows_text(rows, row, HANDLE)), code_new_text(x, &a->code),
                  exchange_text(x, "%ld", a->days),
                  outbox_body_text(&x->pool, x->service->keys, a->phone, message_words(a, language, asker)),
                  exchange_text(x, "%d", CODE_MINUTES * 60), code_ticket_text(x, CODE_FOR_CONSENT),
                  phone_index_text(&x->pool, x->service->keys, a->phone)),
        ask_on_kept, a);
}

static void ask_on_found(void *state, const struct answer *answer)
{
    struct asking *a = state;
    struct exchange *x = a->x;
    const struct rows *rows = answer->rows;
    const char *asker = NULL;

    if (!failed(answer->fault) && rows->count > 0)
        asker = phone_open(&x->pool, x->service->keys, rows_bytes(&x->pool, rows, 0, ASKER));
    if (asker == NULL) {
        reply_fault(x, failed(answer->fault) ? answer->fault : FAULT_SIGNED_OUT);
    } else if (!rows_true(rows, 0, ALLOWED)) {
        reply_header(x, "retry-after", "3600");
        show(a, 429, CONSENT_TOO_MANY);
    } else if (rows_true(rows, 0, OWN)) {
        a->form.phone_own = true;
        show(a, 200, CONSENT_INCOMPLETE);
    } else {
        ask(a, rows, asker);
    }
}

static void ask_on_kept(void *state, const struct answer *answer)
{
    struct asking *a = state;

    if (failed(answer->fault))
        reply_fault(a->x, answer->fault);
    else
        pending_until(a->x, a->x->began + (int64_t)ANSWER_AFTER_MS * 1000000, ask_on_moment, a);
}

static void ask_on_moment(void *state, const struct answer *answer)
{
    struct asking *a = state;

    (void)answer;
    code_keep(a->x, CODE_FOR_CONSENT, &a->code);
    reply_redirect(a->x, "/vehicles/consent/code");
}

static void show_code_form(struct asking *a, enum code_notice notice, bool full)
{
    struct page page = page_for(a->x, "/vehicles/consent/code");

    reply_page(a->x, 200, consent_code_page(&page, notice, full, phone_masked(a->x, a->phone)));
}

void consent_code_form_start(struct exchange *x)
{
    struct asking *a = asking_new(x);

    if (code_phone(x, CODE_FOR_CONSENT, a->phone))
        show_code_form(a, CODE_SENT, false);
    else
        reply_redirect(x, "/vehicles/consent");
}

void consent_code_start(struct exchange *x)
{
    struct asking *a = asking_new(x);
    const char *code;

    if (!page_form_is_ours(x))
        return;
    if (!code_phone(x, CODE_FOR_CONSENT, a->phone)) {
        reply_redirect(x, "/vehicles/consent");
        return;
    }
    code = code_typed(x);
    if (code == NULL) {
        show_code_form(a, CODE_WRONG, false);
        return;
    }
    ticket_new(a->handle);
    db_write(x, QUERY_CONSENT_TAKE,
             DB_VALUES(account_text(x), code_ticket_text(x, CODE_FOR_CONSENT),
                       code_text(x, CODE_FOR_CONSENT, code), a->handle),
             code_on_taken, a);
}

static void code_on_taken(void *state, const struct answer *answer)
{
    struct asking *a = state;
    const char *said;

    if (failed(answer->fault)) {
        reply_fault(a->x, answer->fault);
        return;
    }
    said = rows_text(answer->rows, 0, 0);
    if (strcmp(said, "given") == 0) {
        code_forget(a->x, CODE_FOR_CONSENT);
        reply_redirect(a->x, exchange_text(a->x, "/vehicles/%s", a->handle));
    } else if (strcmp(said, "full") == 0) {
        show_code_form(a, CODE_SENT, true);
    } else {
        show_code_form(a, strcmp(said, "wrong") == 0 ? CODE_WRONG : CODE_ENDED, false);
    }
}
