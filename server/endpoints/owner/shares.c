#include "endpoints/owner/shares.h"

#include <stdio.h>
#include <string.h>

#include "core/seal.h"
#include "core/service.h"
#include "core/settings.h"
#include "endpoints/page.h"
#include "endpoints/reading.h"
#include "history/disclosure.h"
#include "history/share.h"
#include "http/form.h"
#include "http/reply.h"
#include "render/share_page.h"
#include "store/account_store.h"
#include "store/asker.h"
#include "store/db.h"

struct sharing {
    struct exchange *x;
    struct view view;
    struct share_form form;
    int64_t records[SHARE_MOST_RECORDS]; /* of the view, in its order */
    bool chosen[SHARE_MOST_RECORDS];
    char pin[SHARE_PIN_TEXT];
    char secret[TOKEN_TEXT];
    char once[TICKET_TEXT];
    enum share_notice notice;
    int status;
};

static reading_done form_on_history, make_on_history;
static continuation make_on_made, shares_on_links, end_on_ended;

/* The vehicle's records to choose from, and a form as it is before anybody touched it. */
static struct sharing *sharing_new(struct exchange *x)
{
    struct sharing *s = exchange_new(x, struct sharing);

    s->x = x;
    s->status = 200;
    s->form = (struct share_form){.scope = SHARE_FULL, .hours = SHARE_USUAL_HOURS};
    return s;
}

static void look_at(struct sharing *s, const struct reading *reading)
{
    const struct history *history = reading->history;
    struct share_form *f = &s->form;

    disclose(&s->x->pool, history, s->x->audience, &s->view);
    f->record_count = s->view.count < SHARE_MOST_RECORDS ? s->view.count : SHARE_MOST_RECORDS;
    for (size_t i = 0; i < f->record_count; i++)
        s->records[i] = history->records[i].id;
    f->records = s->records;
    f->chosen = s->chosen;
}

/* With a form for the next link, unless this one is to be filled in again. */
static void show(struct sharing *s, enum share_notice notice)
{
    struct exchange *x = s->x;

    s->notice = notice;
    if (notice != SHARE_INCOMPLETE) {
        ticket_new(s->once);
        s->form.once = s->once;
    }
    db_read(x, QUERY_SHARES_OF_OWNERSHIP, DB_VALUES(segment_text(x, 0), account_text(x)), shares_on_links, s);
}

void shares_start(struct exchange *x)
{
    reading_managed(x, form_on_history, sharing_new(x));
}

static void form_on_history(void *state, const struct reading *reading)
{
    struct sharing *s = state;

    look_at(s, reading);
    show(s, query_field(s->x, "ended") != NULL ? SHARE_ENDED : SHARE_NOTHING);
}

void share_make_start(struct exchange *x)
{
    if (page_form_is_ours(x))
        reading_managed(x, make_on_history, sharing_new(x));
}

static void read_chosen(struct sharing *s)
{
    int64_t ticked[SHARE_MOST_RECORDS];
    size_t count = body_numbers(s->x, "record", ticked, SHARE_MOST_RECORDS);

    for (size_t i = 0; i < s->form.record_count; i++)
        for (size_t t = 0; t < count; t++)
            s->chosen[i] = s->chosen[i] || s->records[i] == ticked[t];
}

static bool any_chosen(const struct sharing *s)
{
    for (size_t i = 0; i < s->form.record_count; i++)
        if (s->chosen[i])
            return true;
    return false;
}

/* Marks what cannot be taken. A form whose ticket is broken gets another. */
static bool read_form(struct sharing *s)
{
    struct share_form *f = &s->form;
    const char *once = body_field(s->x, "once");

    ticket_new(s->once);
    f->once = ticket_fits(once) ? once : s->once;
    f->scope_wrong = !share_scope_read(body_field(s->x, "scope"), &f->scope);
    f->hours_wrong = !share_hours_read(body_field(s->x, "hours"), &f->hours);
    read_chosen(s);
    f->records_wrong = !f->scope_wrong && f->scope == SHARE_RECORDS && !any_chosen(s);
    f->pin = body_field(s->x, "pin");
    if (f->pin != NULL && *f->pin == '\0')
        f->pin = NULL;
    f->pin_wrong = f->pin != NULL && !share_pin_read(f->pin, s->pin);
    f->certifies = body_field(s->x, "certifies") != NULL;
    f->certifies_wrong = f->certifies && !f->scope_wrong && f->scope != SHARE_FULL;
    return !f->scope_wrong && !f->hours_wrong && !f->records_wrong && !f->pin_wrong && !f->certifies_wrong;
}

/* "{17,42}" as PostgreSQL reads it. */
static const char *records_text(struct sharing *s)
{
    enum { NUMBER_ROOM = 24 };
    size_t room = (s->form.record_count + 1) * NUMBER_ROOM;
    char *text = exchange_alloc(s->x, room), *end = text;

    *end++ = '{';
    for (size_t i = 0; s->form.scope == SHARE_RECORDS && i < s->form.record_count; i++)
        if (s->chosen[i])
            end += snprintf(end, NUMBER_ROOM, "%s%lld", end[-1] == '{' ? "" : ",", (long long)s->records[i]);
    *end = '}';
    return text;
}

static void make_on_history(void *state, const struct reading *reading)
{
    struct sharing *s = state;
    struct exchange *x = s->x;
    const struct keys *keys = x->service->keys;

    look_at(s, reading);
    if (!read_form(s)) {
        show(s, SHARE_INCOMPLETE);
        return;
    }
    token_new(s->secret);
    h2o_iovec_t secret = h2o_iovec_init(s->secret, strlen(s->secret));
    db_write(x, QUERY_SHARE_MAKE,
             DB_VALUES(s->form.once, account_text(x), segment_text(x, 0),
                       token_hash_text(&x->pool, keys, secret), share_scope_code(s->form.scope),
                       records_text(s),
                       s->form.pin == NULL ? NULL : code_hash_text(&x->pool, keys, secret, s->pin),
                       exchange_text(x, "%d", s->form.hours), s->form.certifies ? "true" : "false"),
             make_on_made, s);
}

static void make_on_made(void *state, const struct answer *answer)
{
    struct sharing *s = state;
    struct exchange *x = s->x;
    const char *outcome;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    outcome = rows_text(answer->rows, 0, 0);
    if (strcmp(outcome, "gone") == 0) {
        reply_fault(x, FAULT_PATH_UNKNOWN);
    } else if (strcmp(outcome, "made") == 0) {
        struct page page = page_for(x, exchange_text(x, "/vehicles/%s/shares", segment_text(x, 0)));
        s->form.pin = s->form.pin == NULL ? NULL : s->pin;
        reply_page(x, 200,
                   share_made_page(&page, segment_text(x, 0),
                                   exchange_text(x, "%s/s/%s", x->service->settings->public_url, s->secret),
                                   &s->form));
    } else {
        s->status = strcmp(outcome, "full") == 0 ? 409 : 200;
        show(s, strcmp(outcome, "full") == 0 ? SHARE_TOO_MANY : SHARE_AGAIN);
    }
}

enum column {
    HANDLE,
    NUMBER,
    SCOPE,
    RECORDS,
    HAS_PIN,
    CREATED_AT,
    EXPIRES_AT,
    REVOKED_AT,
    UNEXPIRED,
    OPENINGS,
    OPENED_AT,
    NETWORK,
    DEVICE,
    CLIENT,
    PURPOSE,
    CERTIFIES,
    VEHICLE
};

static struct share_link read_link(struct exchange *x, const struct rows *rows, int row)
{
    int64_t revoked_at = rows_number(rows, row, REVOKED_AT);

    return (struct share_link){
        .handle = exchange_kept(x, rows_text(rows, row, HANDLE)),
        .vehicle = exchange_kept(x, rows_text(rows, row, VEHICLE)),
        .number = (long)rows_number(rows, row, NUMBER),
        .scope = exchange_kept(x, rows_text(rows, row, SCOPE)),
        .records = (long)rows_number(rows, row, RECORDS),
        .has_pin = rows_true(rows, row, HAS_PIN),
        .certifies = rows_true(rows, row, CERTIFIES),
        .live = revoked_at == 0 && rows_true(rows, row, UNEXPIRED),
        .created_at = rows_number(rows, row, CREATED_AT),
        .expires_at = rows_number(rows, row, EXPIRES_AT),
        .revoked_at = revoked_at,
        .openings = (long)rows_number(rows, row, OPENINGS),
    };
}

/* A row for each opening, and one for a link that nobody opened. */
struct share_list share_links_read(struct exchange *x, const struct rows *rows)
{
    struct share_link *link = exchange_alloc(x, sizeof(*link) * ((size_t)rows->count + 1));
    struct share_opened *opened = exchange_alloc(x, sizeof(*opened) * ((size_t)rows->count + 1));
    size_t count = 0;

    for (int row = 0; row < rows->count; row++) {
        if (count == 0 || strcmp(link[count - 1].handle, rows_text(rows, row, HANDLE)) != 0) {
            link[count] = read_link(x, rows, row);
            link[count++].opened = &opened[row];
        }
        opened[row] = (struct share_opened){
            .at = rows_number(rows, row, OPENED_AT),
            .network = exchange_kept(x, rows_text(rows, row, NETWORK)),
            .device = exchange_kept(x, rows_text(rows, row, DEVICE)),
            .client = exchange_kept(x, rows_text(rows, row, CLIENT)),
            .purpose = exchange_kept(x, rows_text(rows, row, PURPOSE)),
        };
        link[count - 1].opened_count += opened[row].at != 0;
    }
    return (struct share_list){link, count};
}

static void shares_on_links(void *state, const struct answer *answer)
{
    struct sharing *s = state;
    struct exchange *x = s->x;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    struct share_list list = share_links_read(x, answer->rows);
    struct page page = page_for(x, exchange_text(x, "/vehicles/%s/shares", segment_text(x, 0)));
    reply_page(x, s->status, shares_page(&page, segment_text(x, 0), &s->view, s->notice, &s->form, &list));
}

void share_end_start(struct exchange *x)
{
    if (page_form_is_ours(x))
        db_write(x, QUERY_SHARE_END, DB_VALUES(segment_text(x, 0), account_text(x), segment_text(x, 1)),
                 end_on_ended, x);
}

static void end_on_ended(void *state, const struct answer *answer)
{
    struct exchange *x = state;

    if (failed(answer->fault))
        reply_fault(x, answer->fault);
    else if (answer->rows->count == 0)
        reply_fault(x, FAULT_PATH_UNKNOWN);
    else
        reply_redirect(x, exchange_text(x, "/vehicles/%s/shares?ended=1", segment_text(x, 0)));
}
