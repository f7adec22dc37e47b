#include "endpoints/owner/record.h"

#include <string.h>

#include "core/service.h"
#include "history/record.h"
#include "store/asker.h"
#include "store/db.h"
#include "store/history_store.h"

/* What record_full.sql has behind the columns of history_full. */
enum column { DISPUTE = RECORD_FULL_COLUMNS, RATING_FIRST };

struct seeking {
    struct exchange *x;
    struct own_record *found;
    struct vehicle_key key;
    struct vin vin;
    continuation *resume;
    void *state;
};

static continuation find_on_ids, find_on_record;

void own_record_find(struct exchange *x, struct own_record *found, continuation *resume, void *state)
{
    struct seeking *f = exchange_new(x, struct seeking);

    *f = (struct seeking){.x = x, .found = found, .resume = resume, .state = state};
    found->vehicle = segment_text(x, 0);
    found->handle = x->segment[1].len == 0 ? NULL : segment_text(x, 1);
    db_read(x, QUERY_RECORD_IDS, DB_VALUES(found->vehicle, account_text(x)), find_on_ids, f);
}

static void end(struct seeking *f, enum fault fault)
{
    const struct answer answer = {.fault = fault};

    f->resume(f->state, &answer);
}

/* The id behind the handle; 0 when none of these has it. */
static int64_t id_of(struct seeking *f, const struct rows *rows)
{
    for (int row = 0; row < rows->count; row++) {
        int64_t id = rows_number(rows, row, 2);

        if (id != 0 &&
            strcmp(record_handle(&f->x->pool, f->x->service->keys, &f->key, id), f->found->handle) == 0)
            return id;
    }
    return 0;
}

static void find_on_ids(void *state, const struct answer *answer)
{
    struct seeking *f = state;
    struct exchange *x = f->x;

    if (failed(answer->fault)) {
        end(f, answer->fault);
        return;
    }
    if (answer->rows->count == 0 ||
        !vehicle_vin_open(&x->pool, x->service->keys, rows_bytes(&x->pool, answer->rows, 0, 0),
                          rows_bytes(&x->pool, answer->rows, 0, 1), &f->vin)) {
        end(f, FAULT_PATH_UNKNOWN);
        return;
    }
    f->key = vehicle_key_of(x->service->keys, &f->vin);
    if (f->found->handle == NULL) {
        end(f, FAULT_NONE);
        return;
    }
    f->found->id = id_of(f, answer->rows);
    if (f->found->id == 0)
        end(f, FAULT_PATH_UNKNOWN);
    else
        db_read(
            x, QUERY_RECORD_FULL,
            DB_VALUES(f->found->vehicle, account_text(x), exchange_text(x, "%lld", (long long)f->found->id)),
            find_on_record, f);
}

static void find_on_record(void *state, const struct answer *answer)
{
    struct seeking *f = state;
    struct exchange *x = f->x;
    struct history *history = exchange_new(x, struct history);
    uint64_t xmin;

    if (failed(answer->fault) || answer->rows->count == 0) {
        end(f, failed(answer->fault) ? answer->fault : FAULT_PATH_UNKNOWN);
        return;
    }
    history_from_rows(&x->pool, x->service->keys, answer->rows, &f->key, &f->vin, history, &xmin);
    disclose(&x->pool, history, x->audience, &f->found->view);
    f->found->dispute = exchange_kept(x, rows_text(answer->rows, 0, DISPUTE));
    for (int axis = 0; axis < RATING_AXES; axis++)
        f->found->rating.points[axis] = (int)rows_number(answer->rows, 0, RATING_FIRST + axis);
    end(f, FAULT_NONE);
}
