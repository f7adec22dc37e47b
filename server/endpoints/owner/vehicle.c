#include "endpoints/owner/vehicle.h"

#include <stdio.h>
#include <string.h>

#include "core/date.h"
#include "core/service.h"
#include "endpoints/owner/consents.h"
#include "endpoints/page.h"
#include "endpoints/reading.h"
#include "history/disclosure.h"
#include "http/form.h"
#include "http/reply.h"
#include "render/vehicle_page.h"
#include "store/asker.h"
#include "store/db.h"
#include "store/history_store.h"
#include "store/trail.h"

struct visit {
    struct exchange *x;
    const struct reading *reading;
    struct view view;
    struct looks looks;
};

static reading_done vehicle_on_history;
static continuation vehicle_on_flushed, vehicle_on_lookers, vehicle_on_consents;

void vehicle_start(struct exchange *x)
{
    struct visit *v = exchange_new(x, struct visit);

    v->x = x;
    reading_allowed(x, vehicle_on_history, v);
}

/* An owner's own look, or one by consent, as the owner knows that: by its number. */
static void say_why(struct trail_line *line, const struct reading *reading)
{
    strcpy(line->purpose, reading->until == 0 ? "own_vehicle" : "with_consent");
    if (reading->until == 0)
        strcpy(line->reference, "-");
    else
        snprintf(line->reference, sizeof(line->reference), "%ld", reading->number);
}

/* This look leaves a line too, and it is on the disk before the page leaves. */
static void vehicle_on_history(void *state, const struct reading *reading)
{
    struct visit *v = state;
    struct exchange *x = v->x;
    struct trail_line line = {
        .looked_at = clock_wall(), .vehicle = reading->key, .account = x->asker.account};

    v->reading = reading;
    disclose(&x->pool, reading->history, x->audience, &v->view);
    line.version = reading->history->vehicle.version;
    line.audience = (uint8_t)x->audience;
    line.outcome = v->view.count > 0 ? TRAIL_SHOWN : TRAIL_NO_RECORD;
    say_why(&line, reading);
    if (failed(trail_write(x->service, &line)))
        reply_fault(x, FAULT_BUSY);
    else
        trail_flush(x, vehicle_on_flushed, v);
}

static void show(struct visit *v, const struct rows *consents)
{
    struct exchange *x = v->x;
    const struct reading *r = v->reading;
    const struct standing standing = {
        .just_claimed = r->just_claimed && r->until == 0,
        .manages = r->manages,
        .consent_until = r->until,
        .consent_ended = query_is(x, "consent-ended"),
        .consents = consents == NULL ? NULL : consents_read(x, consents),
        .consent_count = consents == NULL ? 0 : (size_t)consents->count,
    };
    struct page page = page_for(x, exchange_text(x, "/vehicles/%s", segment_text(x, 0)));

    reply_page(x, 200, vehicle_page(&page, &v->view, &v->looks, &standing));
}

/* Who looked is for those who hold it. */
static void vehicle_on_flushed(void *state, const struct answer *answer)
{
    struct visit *v = state;

    if (failed(answer->fault))
        reply_fault(v->x, answer->fault);
    else if (v->reading->until != 0)
        show(v, NULL);
    else
        db_read(v->x, QUERY_TRAIL_OF_VEHICLE,
                DB_VALUES(vehicle_key_text(&v->x->pool, &v->reading->key), v->reading->held_since),
                vehicle_on_lookers, v);
}

static void read_looks(struct exchange *x, const struct rows *rows, struct looks *looks)
{
    struct look *line = exchange_alloc(x, sizeof(*line) * ((size_t)rows->count + 1));

    for (int row = 0; row < rows->count; row++)
        line[row] = (struct look){
            .at = rows_number(rows, row, 0),
            .client = exchange_kept(x, rows_text(rows, row, 1)),
            .purpose = exchange_kept(x, rows_text(rows, row, 2)),
            .reference = exchange_kept(x, rows_text(rows, row, 3)),
        };
    *looks =
        (struct looks){line, (size_t)rows->count, rows->count == 0 ? 0 : (size_t)rows_number(rows, 0, 4)};
}

static void vehicle_on_lookers(void *state, const struct answer *answer)
{
    struct visit *v = state;
    struct exchange *x = v->x;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    read_looks(x, answer->rows, &v->looks);
    db_read(x, QUERY_CONSENTS_OF_VEHICLE, DB_VALUES(segment_text(x, 0), account_text(x)), vehicle_on_consents,
            v);
}

static void vehicle_on_consents(void *state, const struct answer *answer)
{
    struct visit *v = state;

    if (failed(answer->fault))
        reply_fault(v->x, answer->fault);
    else
        show(v, answer->rows);
}
