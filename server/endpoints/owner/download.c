#include "endpoints/owner/download.h"

#include <stdlib.h>
#include <string.h>

#include "core/date.h"
#include "core/offload.h"
#include "core/seal.h"
#include "core/service.h"
#include "core/settings.h"
#include "endpoints/owner/download_parts.h"
#include "endpoints/owner/sessions.h"
#include "endpoints/page.h"
#include "history/disclosure.h"
#include "history/record.h"
#include "http/reply.h"
#include "render/about_me.h"
#include "render/paper.h"
#include "render/template.h"
#include "store/account_store.h"
#include "store/asker.h"
#include "store/db.h"
#include "store/history_store.h"
#include "store/trail.h"

enum { AN_HOUR = 10, VEHICLES_MOST = 200, RECORDS_MOST = 5000, MEANINGS_MOST = 200 };

struct download {
    struct exchange *x;
    bool as_pdf;
    struct about_me me;
    struct vin *vins;
    size_t part, at, records; /* which list and which vehicle is next; how many records so far */
    struct key_meaning meanings[MEANINGS_MOST];
    size_t meaning_count;
    struct paper *paper;
    char *bytes; /* of malloc() */
    size_t length;
};

static continuation on_account, on_sessions, on_devices, on_ownerships, on_part, on_held, on_history,
    on_flushed, on_made;

/* Rows die with their continuation. */
static void forget_bytes(void *state)
{
    struct download *d = state;

    free(d->bytes);
}

void download_form_start(struct exchange *x)
{
    struct page page = page_for(x, "/account/download");

    reply_page(x, 200, download_page(&page, false));
}

static void begin(struct exchange *x, bool as_pdf)
{
    struct download *d = exchange_new(x, struct download);

    d->x = x;
    d->as_pdf = as_pdf;
    exchange_adopt(x, d, forget_bytes);
    db_write(x, QUERY_DOWNLOAD_BEGIN, DB_VALUES(account_text(x), exchange_text(x, "%d", AN_HOUR)), on_account,
             d);
}

void download_json_start(struct exchange *x)
{
    begin(x, false);
}

void download_pdf_start(struct exchange *x)
{
    begin(x, true);
}

/* Whether there is something to go on with; else answers. */
static bool goes_on(struct download *d, const struct answer *answer)
{
    if (failed(answer->fault))
        reply_fault(d->x, answer->fault);
    return !failed(answer->fault);
}

static int hour_in(const struct rows *rows, int column)
{
    return rows_text(rows, 0, column) == NULL ? -1 : (int)rows_number(rows, 0, column);
}

static void on_account(void *state, const struct answer *answer)
{
    enum column { ALLOWED, PHONE, CREATED, LANGUAGE, MUTED, QUIET_FROM, QUIET_TO, WAITING };
    struct download *d = state;
    struct exchange *x = d->x;
    const struct rows *rows = answer->rows;
    const struct settings *s = x->service->settings;

    if (!goes_on(d, answer))
        return;
    const char *phone = rows->count == 0
                            ? NULL
                            : phone_open(&x->pool, x->service->keys, rows_bytes(&x->pool, rows, 0, PHONE));
    if (phone == NULL) {
        reply_fault(x, FAULT_SIGNED_OUT);
        return;
    }
    if (!rows_true(rows, 0, ALLOWED)) {
        struct page page = page_for(x, "/account/download");

        reply_header(x, "retry-after", "3600");
        reply_page(x, 429, download_page(&page, true));
        return;
    }
    d->me = (struct about_me){
        .made = clock_wall(),
        .phone = phone,
        .language = exchange_kept(x, rows_text(rows, 0, LANGUAGE)),
        .muted = exchange_kept(x, rows_text(rows, 0, MUTED)),
        .created = rows_number(rows, 0, CREATED),
        .quiet_from = hour_in(rows, QUIET_FROM),
        .quiet_to = hour_in(rows, QUIET_TO),
        .messages_waiting = (long)rows_number(rows, 0, WAITING),
    };
    db_read(x, QUERY_SESSIONS_OF_ACCOUNT,
            DB_VALUES(account_text(x), session_text(x), exchange_text(x, "%ld", s->session_idle),
                      exchange_text(x, "%ld", s->session_seconds)),
            on_sessions, d);
}

static void on_sessions(void *state, const struct answer *answer)
{
    struct download *d = state;

    if (!goes_on(d, answer))
        return;
    d->me.sessions = sessions_read(d->x, answer->rows);
    d->me.session_count = (size_t)answer->rows->count;
    db_read(d->x, QUERY_DEVICES_OF_ACCOUNT, DB_VALUES(account_text(d->x)), on_devices, d);
}

static void on_devices(void *state, const struct answer *answer)
{
    struct download *d = state;
    struct known_device *devices;

    if (!goes_on(d, answer))
        return;
    devices = exchange_alloc(d->x, sizeof(*devices) * ((size_t)answer->rows->count + 1));
    for (int row = 0; row < answer->rows->count; row++)
        devices[row] =
            (struct known_device){rows_number(answer->rows, row, 0), rows_number(answer->rows, row, 1)};
    d->me.devices = devices;
    d->me.device_count = (size_t)answer->rows->count;
    db_read(d->x, QUERY_OWNERSHIPS_OF_ACCOUNT,
            DB_VALUES(account_text(d->x), exchange_text(d->x, "%d", VEHICLES_MOST + 1)), on_ownerships, d);
}

static void read_vehicle(struct download *d, const struct rows *rows, int row)
{
    enum column { HANDLE, KEY, VIN, CLAIMED, PRESENT };
    struct exchange *x = d->x;
    struct vin *vin = &d->vins[d->me.vehicle_count];
    char masked[VIN_LENGTH + 1];

    if (!vehicle_vin_open(&x->pool, x->service->keys, rows_bytes(&x->pool, rows, row, KEY),
                          rows_bytes(&x->pool, rows, row, VIN), vin))
        return;
    d->me.vehicles[d->me.vehicle_count++] = (struct my_vehicle){
        .handle = exchange_kept(x, rows_text(rows, row, HANDLE)),
        .vin_masked = exchange_kept(x, vin_masked(vin, masked)),
        .claimed = rows_number(rows, row, CLAIMED),
        .present = rows_true(rows, row, PRESENT),
    };
}

static void read_next_part(struct download *d);
static void read_next_history(struct download *d);

static void on_ownerships(void *state, const struct answer *answer)
{
    struct download *d = state;

    if (!goes_on(d, answer))
        return;
    d->me.vehicles_cut = answer->rows->count > VEHICLES_MOST;
    int count = d->me.vehicles_cut ? VEHICLES_MOST : answer->rows->count;
    d->me.vehicles = exchange_alloc(d->x, sizeof(*d->me.vehicles) * ((size_t)count + 1));
    d->vins = exchange_alloc(d->x, sizeof(*d->vins) * ((size_t)count + 1));
    for (int row = 0; row < count; row++)
        read_vehicle(d, answer->rows, row);
    read_next_part(d);
}

static void read_next_part(struct download *d)
{
    struct exchange *x = d->x;

    if (d->part == DOWNLOAD_PARTS)
        read_next_history(d);
    else
        db_read(x, download_parts[d->part].query,
                DB_VALUES(account_text(x), exchange_text(x, "%d", download_parts[d->part].most + 1)), on_part,
                d);
}

static void on_part(void *state, const struct answer *answer)
{
    struct download *d = state;
    const struct download_part *part = &download_parts[d->part];

    if (!goes_on(d, answer))
        return;
    part->take(d->x, answer->rows, part->most, &d->me);
    d->part++;
    read_next_part(d);
}

/* Asked for by handle, so that a vehicle which changed hands meanwhile is not there any more. */
static void read_next_history(struct download *d)
{
    struct exchange *x = d->x;
    struct about_me *me = &d->me;

    for (; d->at < me->vehicle_count; d->at++) {
        struct my_vehicle *v = &me->vehicles[d->at];

        v->left_out = v->present && d->records >= RECORDS_MOST;
        if (!v->present || v->left_out)
            continue;
        db_read(x, QUERY_ACCESS_BY_HANDLE, DB_VALUES(v->handle, account_text(x)), on_held, d);
        return;
    }
    trail_flush(x, on_flushed, d);
}

static void on_held(void *state, const struct answer *answer)
{
    struct download *d = state;
    struct exchange *x = d->x;

    if (!goes_on(d, answer))
        return;
    if (answer->rows->count == 0) {
        d->me.vehicles[d->at++].present = false;
        read_next_history(d);
        return;
    }
    struct vehicle_key key = vehicle_key_of(x->service->keys, &d->vins[d->at]);
    db_read(x, QUERY_HISTORY_FULL, DB_VALUES(vehicle_key_text(&x->pool, &key)), on_history, d);
}

static bool leave_line(struct download *d, const struct vehicle_key *key, const struct view *view)
{
    struct trail_line line = {.looked_at = clock_wall(), .vehicle = *key, .account = d->x->asker.account};

    line.version = view->version;
    line.audience = (uint8_t)d->x->audience;
    line.outcome = view->count > 0 ? TRAIL_SHOWN : TRAIL_NO_RECORD;
    strcpy(line.purpose, "own_download");
    strcpy(line.reference, "-");
    return !failed(trail_write(d->x->service, &line));
}

static void on_history(void *state, const struct answer *answer)
{
    struct download *d = state;
    struct exchange *x = d->x;
    struct my_vehicle *v = &d->me.vehicles[d->at];
    struct history *history = exchange_new(x, struct history);
    uint64_t xmin;

    if (!goes_on(d, answer))
        return;
    struct vehicle_key key = vehicle_key_of(x->service->keys, &d->vins[d->at]);
    history_from_rows(&x->pool, x->service->keys, answer->rows, &key, &d->vins[d->at], history, &xmin);
    disclose(&x->pool, history, x->audience, &v->view);
    d->records += v->view.count;
    if (!leave_line(d, &key, &v->view)) {
        reply_fault(x, FAULT_BUSY);
        return;
    }
    d->at++;
    read_next_history(d);
}

/* On a helper thread. */
static void make_json(void *state)
{
    struct download *d = state;

    d->bytes = about_me_json(&d->me, d->meanings, d->meaning_count);
    d->length = d->bytes == NULL ? 0 : strlen(d->bytes);
}

static void make_pdf(void *state)
{
    struct download *d = state;

    d->bytes = paper_pdf(d->paper, &d->length);
}

static void take_meanings(struct download *d, const struct page *page)
{
    const char *keys[MEANINGS_MOST];

    d->meaning_count = templates_codes(page->templates, "about_me", keys, MEANINGS_MOST);
    for (size_t i = 0; i < d->meaning_count; i++)
        d->meanings[i] = (struct key_meaning){
            keys[i], templates_word(page->templates, page->language, "about_me", keys[i])};
}

static void on_flushed(void *state, const struct answer *answer)
{
    struct download *d = state;
    struct page page = page_for(d->x, "/account/download");

    if (!goes_on(d, answer))
        return;
    if (d->as_pdf)
        d->paper = about_me_paper(&page, &d->me);
    else
        take_meanings(d, &page);
    offload_run(d->x, d->x->service->offload, d->as_pdf ? make_pdf : make_json, on_made, d);
}

static void on_made(void *state, const struct answer *answer)
{
    struct download *d = state;
    struct exchange *x = d->x;

    if (!goes_on(d, answer))
        return;
    if (d->bytes == NULL) {
        reply_fault(x, FAULT_BUG);
        return;
    }
    reply_header(x, "content-disposition",
                 d->as_pdf ? "attachment; filename=\"about-me.pdf\""
                           : "attachment; filename=\"about-me.json\"");
    reply_bytes(x, 200, REPLY_NO_STORE, d->as_pdf ? "application/pdf" : "application/json",
                h2o_iovec_init(d->bytes, d->length));
}
