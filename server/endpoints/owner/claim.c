#include "endpoints/owner/claim.h"

#include <string.h>

#include <sodium.h>

#include "core/date.h"
#include "core/seal.h"
#include "core/service.h"
#include "core/settings.h"
#include "endpoints/page.h"
#include "history/papers.h"
#include "history/vin.h"
#include "http/address.h"
#include "http/form.h"
#include "http/reply.h"
#include "render/garage_page.h"
#include "store/account_store.h"
#include "store/asker.h"
#include "store/db.h"
#include "store/history_store.h"
#include "store/review_store.h"

enum { FACTS = 3, REFUSED_LATER_US = 15000 };

struct claim {
    struct exchange *x;
    struct vin vin;
    struct vehicle_key key;
    struct claim_form form;
    char fact[FACTS][FACT_TEXT];
    char handle[TICKET_TEXT];
};

static continuation claim_on_registry, claim_on_granted, claim_on_refused, claim_on_later;

static const enum fact asked[FACTS] = {FACT_PLATE, FACT_ENGINE_NO, FACT_REGISTRATION_NO};

static void show(struct claim *c, int status, enum claim_notice notice)
{
    struct page page = page_for(c->x, "/vehicles/claim");

    reply_page(c->x, status, claim_page(&page, notice, &c->form));
}

void claim_form_start(struct exchange *x)
{
    struct claim *c = exchange_new(x, struct claim);

    c->x = x;
    show(c, 200, CLAIM_FRESH);
}

static bool read_fact(struct exchange *x, enum fact fact, const char **typed, char text[FACT_TEXT])
{
    *typed = body_field(x, fact_kind(fact));
    return *typed != NULL && fact_normalise(*typed, strlen(*typed), text);
}

/* Marks what is empty or cannot be what it should be; that much can be said without giving anything away. */
static bool read_claim(struct claim *c)
{
    struct claim_form *f = &c->form;

    f->vin = body_field(c->x, "vin");
    f->vin_wrong = f->vin == NULL || vin_parse(&c->vin, f->vin, strlen(f->vin)) != VIN_OK;
    f->plate_wrong = !read_fact(c->x, FACT_PLATE, &f->plate, c->fact[0]);
    f->engine_no_wrong = !read_fact(c->x, FACT_ENGINE_NO, &f->engine_no, c->fact[1]);
    f->registration_no_wrong = !read_fact(c->x, FACT_REGISTRATION_NO, &f->registration_no, c->fact[2]);
    return !f->vin_wrong && !f->plate_wrong && !f->engine_no_wrong && !f->registration_no_wrong;
}

void claim_start(struct exchange *x)
{
    struct claim *c = exchange_new(x, struct claim);
    const struct settings *s = x->service->settings;

    c->x = x;
    if (!page_form_is_ours(x))
        return;
    if (!read_claim(c)) {
        show(c, 200, CLAIM_INCOMPLETE);
        return;
    }
    c->key = vehicle_key_of(x->service->keys, &c->vin);
    ticket_new(c->handle);
    db_write(x, QUERY_CLAIM_TRY,
             DB_VALUES(vehicle_key_text(&x->pool, &c->key), account_text(x),
                       address_index_text(&x->pool, x->service->keys, address_of(x)),
                       exchange_text(x, "%ld", s->claim_tries),
                       exchange_text(x, "%ld", s->claim_tries_address)),
             claim_on_registry, c);
}

enum column { ALLOWED, SALT, FACT_FIRST, HOLDER_REVISION = FACT_FIRST + FACTS, PRESENT_OWNER };

/* All three are compared, with nobody's salt and hashes where the registry knows nothing. */
static bool facts_fit(struct claim *c, const struct rows *rows)
{
    struct exchange *x = c->x;
    uint8_t salt[SALT_BYTES] = {0}, stored[HASH_BYTES];
    h2o_iovec_t bytes = rows_bytes(&x->pool, rows, 0, SALT);
    int wrong = bytes.len != sizeof(salt);

    if (!wrong)
        memcpy(salt, bytes.base, sizeof(salt));
    for (size_t i = 0; i < FACTS; i++) {
        struct keyed_hash given = fact_hash(x->service->keys, salt, fact_kind(asked[i]), c->fact[i]);

        memset(stored, 0, sizeof(stored));
        bytes = rows_bytes(&x->pool, rows, 0, FACT_FIRST + (int)i);
        if (bytes.len == sizeof(stored))
            memcpy(stored, bytes.base, sizeof(stored));
        wrong |= sodium_memcmp(stored, given.bytes, sizeof(stored));
    }
    return wrong == 0;
}

static void claim_on_registry(void *state, const struct answer *answer)
{
    struct claim *c = state;
    struct exchange *x = c->x;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    if (!rows_true(answer->rows, 0, ALLOWED)) {
        reply_header(x, "retry-after", "86400");
        show(c, 429, CLAIM_TOO_MANY);
        return;
    }
    count(x->service, claims_evaluated);
    const char *key = vehicle_key_text(&x->pool, &c->key), *vin = review_vin_seal(x, c->handle, &c->vin);
    if (facts_fit(c, answer->rows))
        db_write(x, QUERY_CLAIM_SETTLE,
                 DB_VALUES(c->handle, account_text(x), key,
                           exchange_text(x, "%lld", (long long)rows_number(answer->rows, 0, HOLDER_REVISION)),
                           vin),
                 claim_on_granted, c);
    else
        db_write(x, QUERY_CLAIM_REFUSE, DB_VALUES(key, rows_text(answer->rows, 0, PRESENT_OWNER)),
                 claim_on_refused, c);
}

/* A moment that is chosen by chance covers what the reason of a refusal adds to its time. */
static void claim_on_refused(void *state, const struct answer *answer)
{
    struct claim *c = state;

    if (failed(answer->fault))
        reply_fault(c->x, answer->fault);
    else
        pending_until(c->x, clock_monotonic() + (int64_t)randombytes_uniform(REFUSED_LATER_US) * 1000,
                      claim_on_later, c);
}

static void claim_on_later(void *state, const struct answer *answer)
{
    (void)answer;
    show(state, 200, CLAIM_REFUSED);
}

static void claim_on_granted(void *state, const struct answer *answer)
{
    enum { OWNERSHIP, REVIEW };
    struct claim *c = state;
    struct exchange *x = c->x;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
    } else if (rows_text(answer->rows, 0, OWNERSHIP) != NULL) {
        count(x->service, claims_granted);
        reply_redirect(x, exchange_text(x, "/vehicles/%s", rows_text(answer->rows, 0, OWNERSHIP)));
    } else if (rows_text(answer->rows, 0, REVIEW) != NULL) {
        reply_redirect(x, exchange_text(x, "/reviews/%s", rows_text(answer->rows, 0, REVIEW)));
    } else {
        reply_fault(x, FAULT_SIGNED_OUT); /* the account was closed meanwhile */
    }
}
