#include "endpoints/owner/vehicle.h"

#include <string.h>

#include "core/date.h"
#include "core/service.h"
#include "endpoints/page.h"
#include "endpoints/reading.h"
#include "history/disclosure.h"
#include "http/reply.h"
#include "render/vehicle_page.h"
#include "store/db.h"
#include "store/history_store.h"
#include "store/trail.h"

struct visit {
    struct exchange *x;
    const struct reading *reading;
    struct view view;
};

static reading_done vehicle_on_history;
static continuation vehicle_on_flushed, vehicle_on_lookers;

void vehicle_start(struct exchange *x)
{
    struct visit *v = exchange_new(x, struct visit);

    v->x = x;
    reading_owned(x, vehicle_on_history, v);
}

/* The owner's look leaves a line too, and it is on the disk before the page leaves. */
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
    strcpy(line.purpose, "own_vehicle");
    strcpy(line.reference, "-");
    if (failed(trail_write(x->service, &line)))
        reply_fault(x, FAULT_BUSY);
    else
        trail_flush(x, vehicle_on_flushed, v);
}

static void vehicle_on_flushed(void *state, const struct answer *answer)
{
    struct visit *v = state;

    if (failed(answer->fault))
        reply_fault(v->x, answer->fault);
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
            .client = rows_text(rows, row, 1),
            .purpose = rows_text(rows, row, 2),
            .reference = rows_text(rows, row, 3),
        };
    *looks =
        (struct looks){line, (size_t)rows->count, rows->count == 0 ? 0 : (size_t)rows_number(rows, 0, 4)};
}

static void vehicle_on_lookers(void *state, const struct answer *answer)
{
    struct visit *v = state;
    struct exchange *x = v->x;
    struct looks looks;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    read_looks(x, answer->rows, &looks);
    struct page page = page_for(x, exchange_text(x, "/vehicles/%s", segment_text(x, 0)));
    reply_page(x, 200, vehicle_page(&page, &v->view, &looks, v->reading->just_claimed));
}
