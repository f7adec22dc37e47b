#include "endpoints/public/shared.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "core/date.h"
#include "core/seal.h"
#include "core/service.h"
#include "core/settings.h"
#include "endpoints/page.h"
#include "endpoints/reading.h"
#include "history/disclosure.h"
#include "history/network.h"
#include "history/share.h"
#include "http/address.h"
#include "http/cookie.h"
#include "http/device.h"
#include "http/form.h"
#include "http/reply.h"
#include "render/shared_page.h"
#include "store/account_store.h"
#include "store/db.h"
#include "store/trail.h"

/* That this browser gave the PIN of the link, sealed for it; good for a quarter of an hour. */
#define PIN_COOKIE "__Host-pin"
enum { PIN_SECONDS = 900, PIN_COOKIE_BYTES = SEAL_EXTRA + sizeof(int64_t), PIN_COOKIE_TEXT = 128 };

struct opening {
    struct exchange *x;
    h2o_iovec_t secret;
    enum pin_notice pin_notice;
    struct shared shared;
    const char *number; /* of the link, for the trail */
    int64_t records[SHARE_MOST_RECORDS];
    size_t record_count;
    struct view view;
};

static continuation shared_on_opened, shared_on_flushed, pin_on_tried;
static reading_done shared_on_history;

static struct opening *opening_new(struct exchange *x)
{
    struct opening *o = exchange_new(x, struct opening);
    const char *secret = segment_text(x, 0);

    o->x = x;
    o->secret = h2o_iovec_init(secret, strlen(secret));
    x->referrer_policy = "no-referrer";
    return o;
}

static struct page page_of(struct opening *o)
{
    struct page page = page_for(o->x, exchange_text(o->x, "/s/%s", o->secret.base));

    page.path_secret = true;
    return page;
}

static struct seal_place pin_place(const struct opening *o)
{
    return (struct seal_place){"cookie.pin", o->secret.base, o->secret.len};
}

static bool pin_given(struct opening *o)
{
    h2o_iovec_t cookie = cookie_find(o->x, PIN_COOKIE);
    uint8_t sealed[PIN_COOKIE_BYTES], plain[sizeof(int64_t)];
    int64_t until;
    size_t length;

    if (sodium_base642bin(sealed, sizeof(sealed), cookie.base, cookie.len, NULL, &length, NULL,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        length != sizeof(sealed) ||
        !unseal_into(o->x->service->keys, KEY_SEAL, pin_place(o), h2o_iovec_init(sealed, length), plain))
        return false;
    memcpy(&until, plain, sizeof(until));
    return clock_wall() < until;
}

static void remember_pin(struct opening *o)
{
    struct exchange *x = o->x;
    int64_t until = clock_wall() + (int64_t)PIN_SECONDS * 1000000;
    h2o_iovec_t sealed =
        seal(&x->pool, x->service->keys, KEY_SEAL, pin_place(o), h2o_iovec_init(&until, sizeof(until)));
    char *text = exchange_alloc(x, PIN_COOKIE_TEXT);

    sodium_bin2base64(text, PIN_COOKIE_TEXT, (uint8_t *)sealed.base, sealed.len,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    cookie_set(x, PIN_COOKIE, text, PIN_SECONDS);
}

static void open_link(struct opening *o)
{
    struct exchange *x = o->x;
    char network[NETWORK_TEXT];

    network_words(address_of(x), network);
    db_write(x, QUERY_SHARE_OPEN,
             DB_VALUES(token_hash_text(&x->pool, x->service->keys, o->secret),
                       pin_given(o) ? "true" : "false", exchange_text(x, "%s", network),
                       device_class_code(device_class_of(user_agent_of(x)))),
             shared_on_opened, o);
}

void shared_start(struct exchange *x)
{
    open_link(opening_new(x));
}

/* Its form needs an Origin, which no-referrer would take away; this tells no more than that. */
static void ask_pin(struct opening *o, enum pin_notice notice, long tries)
{
    struct page page = page_of(o);

    o->x->referrer_policy = "strict-origin";
    reply_page(o->x, 200, shared_pin_page(&page, notice, tries));
}

enum column { ASKS_PIN, VEHICLE_KEY, VEHICLE_VIN, NUMBER, SCOPE, RECORDS, EXPIRES_AT };

/* "17 42" */
static void read_records(struct opening *o, const char *text)
{
    char *end;

    for (; *text != '\0' && o->record_count < SHARE_MOST_RECORDS; text = end)
        o->records[o->record_count++] = strtoll(text, &end, 10);
}

static void shared_on_opened(void *state, const struct answer *answer)
{
    struct opening *o = state;
    struct exchange *x = o->x;
    const struct rows *rows = answer->rows;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    if (rows->count == 0 || !share_scope_read(rows_text(rows, 0, SCOPE), &o->shared.scope)) {
        reply_fault(x, FAULT_PATH_UNKNOWN);
        return;
    }
    if (rows_true(rows, 0, ASKS_PIN)) {
        ask_pin(o, o->pin_notice, 0);
        return;
    }
    read_records(o, rows_text(rows, 0, RECORDS));
    o->number = exchange_text(x, "%s", rows_text(rows, 0, NUMBER));
    o->shared.expires_at = rows_number(rows, 0, EXPIRES_AT);
    reading_of(x, rows_bytes(&x->pool, rows, 0, VEHICLE_KEY), rows_bytes(&x->pool, rows, 0, VEHICLE_VIN),
               shared_on_history, o);
}

static void shared_on_history(void *state, const struct reading *reading)
{
    struct opening *o = state;
    struct exchange *x = o->x;
    struct history part = *reading->history;
    struct trail_line line = {.looked_at = clock_wall(), .vehicle = reading->key, .audience = AUDIENCE_BUYER};

    if (o->shared.scope == SHARE_RECORDS)
        share_choose(&x->pool, reading->history, o->records, o->record_count, &part);
    disclose(&x->pool, &part, share_audience(o->shared.scope), &o->view);
    o->shared.as_of = line.looked_at;
    line.version = reading->history->vehicle.version;
    line.outcome = o->view.count > 0 ? TRAIL_SHOWN : TRAIL_NO_RECORD;
    strcpy(line.purpose, "share_link");
    snprintf(line.reference, sizeof(line.reference), "%s", o->number);
    if (failed(trail_write(x->service, &line)))
        reply_fault(x, FAULT_BUSY);
    else
        trail_flush(x, shared_on_flushed, o);
}

static void shared_on_flushed(void *state, const struct answer *answer)
{
    struct opening *o = state;
    struct exchange *x = o->x;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    struct page page = page_of(o);
    o->shared.origin = x->service->settings->public_url;
    reply_page(x, 200, shared_page(&page, &o->shared, &o->view));
}

void shared_pin_start(struct exchange *x)
{
    struct opening *o = opening_new(x);
    const struct keys *keys = x->service->keys;
    char pin[SHARE_PIN_TEXT];
    const char *typed;

    if (!page_form_is_ours(x))
        return;
    typed = body_field(x, "pin");
    if (typed == NULL || !share_pin_read(typed, pin)) { /* not a try, but there must be such a link */
        o->pin_notice = PIN_MALFORMED;
        open_link(o);
        return;
    }
    db_write(
        x, QUERY_SHARE_TRY_PIN,
        DB_VALUES(token_hash_text(&x->pool, keys, o->secret), code_hash_text(&x->pool, keys, o->secret, pin)),
        pin_on_tried, o);
}

static void pin_on_tried(void *state, const struct answer *answer)
{
    struct opening *o = state;
    struct exchange *x = o->x;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
    } else if (answer->rows->count == 0) {
        reply_fault(x, FAULT_PATH_UNKNOWN);
    } else if (!rows_true(answer->rows, 0, 0)) {
        ask_pin(o, PIN_WRONG, (long)rows_number(answer->rows, 0, 1));
    } else {
        remember_pin(o);
        reply_redirect(x, exchange_text(x, "/s/%s", o->secret.base));
    }
}

/* Whether there is such a link is not asked here; only what could be one is led back to. */
static bool could_be_secret(h2o_iovec_t secret)
{
    return secret.len == TOKEN_TEXT - 1 && strspn(secret.base, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnop"
                                                               "qrstuvwxyz0123456789-_") == secret.len;
}

void shared_language_start(struct exchange *x)
{
    struct opening *o = opening_new(x);
    const char *language = segment_text(x, 1);

    if (!could_be_secret(o->secret) || (strcmp(language, "zh") != 0 && strcmp(language, "en") != 0)) {
        reply_fault(x, FAULT_PATH_UNKNOWN);
        return;
    }
    language_set(x, language);
    reply_redirect(x, exchange_text(x, "/s/%s", o->secret.base));
}
