#include "endpoints/dispute/lists.h"

#include "core/date.h"
#include "endpoints/page.h"
#include "http/reply.h"
#include "render/dispute_page.h"
#include "store/asker.h"
#include "store/db.h"

static continuation list_on_vehicle, list_on_workshop, list_on_supervisor;

/* The columns of all three statements. */
enum column { HANDLE, KIND, STATE, DUE_ON, REMINDED, OPENED_AT, WORKSHOP, SETTLED_ON };

static struct dispute_line read_line(const struct rows *rows, int row)
{
    return (struct dispute_line){
        .handle = rows_text(rows, row, HANDLE),
        .workshop_name = rows_text(rows, row, WORKSHOP),
        .kind = dispute_kind_of(rows_text(rows, row, KIND)),
        .state = dispute_state_of(rows_text(rows, row, STATE)),
        .due_on = rows_date(rows, row, DUE_ON),
        .settled_on = rows_date(rows, row, SETTLED_ON),
        .reminded = rows_true(rows, row, REMINDED),
        .opened_at = rows_number(rows, row, OPENED_AT),
    };
}

/* A row without a handle says only that there is nothing. */
static void show(struct exchange *x, const struct answer *answer, const char *path, const char *vehicle)
{
    struct dispute_line *lines;
    size_t count = 0;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    lines = exchange_alloc(x, sizeof(*lines) * ((size_t)answer->rows->count + 1));
    for (int row = 0; row < answer->rows->count; row++)
        if (rows_text(answer->rows, row, HANDLE) != NULL)
            lines[count++] = read_line(answer->rows, row);
    struct page page = page_for(x, path);
    reply_page(x, 200, disputes_page(&page, x->audience, vehicle, lines, count));
}

void disputes_of_vehicle_start(struct exchange *x)
{
    db_read(x, QUERY_DISPUTES_OF_OWNERSHIP, DB_VALUES(segment_text(x, 0), account_text(x)), list_on_vehicle,
            x);
}

static void list_on_vehicle(void *state, const struct answer *answer)
{
    struct exchange *x = state;
    const char *vehicle = segment_text(x, 0);

    if (!failed(answer->fault) && answer->rows->count == 0)
        reply_fault(x, FAULT_PATH_UNKNOWN);
    else
        show(x, answer, exchange_text(x, "/vehicles/%s/disputes", vehicle), vehicle);
}

void disputes_of_workshop_start(struct exchange *x)
{
    db_read(x, QUERY_DISPUTES_OF_WORKSHOP, DB_VALUES(workshop_text(x)), list_on_workshop, x);
}

static void list_on_workshop(void *state, const struct answer *answer)
{
    show(state, answer, "/workshop", NULL);
}

void disputes_of_supervisor_start(struct exchange *x)
{
    char *today = exchange_alloc(x, DATE_TEXT);

    if (x->asker.role != ROLE_SUPERVISOR) {
        reply_fault(x, FAULT_PATH_UNKNOWN);
        return;
    }
    db_read(x, QUERY_DISPUTES_OF_SUPERVISOR, DB_VALUES(staff_text(x), date_text(date_today(), today)),
            list_on_supervisor, x);
}

static void list_on_supervisor(void *state, const struct answer *answer)
{
    show(state, answer, "/staff/disputes", NULL);
}
