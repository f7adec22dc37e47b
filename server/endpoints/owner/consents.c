#include "endpoints/owner/consents.h"

#include "core/service.h"
#include "endpoints/owner/code.h"
#include "endpoints/page.h"
#include "http/reply.h"
#include "store/account_store.h"
#include "store/asker.h"
#include "store/db.h"

enum column { HANDLE, NUMBER, PHONE, GIVEN_AT, EXPIRES_AT, ENDED_AT, LIVE };

static continuation end_on_ended, leave_on_left;

const struct consent_line *consents_read(struct exchange *x, const struct rows *rows)
{
    struct consent_line *line = exchange_alloc(x, sizeof(*line) * ((size_t)rows->count + 1));

    for (int row = 0; row < rows->count; row++) {
        const char *phone = phone_open(&x->pool, x->service->keys, rows_bytes(&x->pool, rows, row, PHONE));

        line[row] = (struct consent_line){
            .handle = rows_text(rows, row, HANDLE),
            .number = (long)rows_number(rows, row, NUMBER),
            .phone = phone == NULL ? NULL : phone_masked(x, phone),
            .given_at = rows_number(rows, row, GIVEN_AT),
            .expires_at = rows_number(rows, row, EXPIRES_AT),
            .ended_at = rows_number(rows, row, ENDED_AT),
            .live = rows_true(rows, row, LIVE),
        };
    }
    return line;
}

void consent_end_start(struct exchange *x)
{
    if (page_form_is_ours(x))
        db_write(x, QUERY_CONSENT_END, DB_VALUES(segment_text(x, 0), account_text(x), segment_text(x, 1)),
                 end_on_ended, x);
}

static void end_on_ended(void *state, const struct answer *answer)
{
    struct exchange *x = state;

    if (failed(answer->fault) || answer->rows->count == 0)
        reply_fault(x, failed(answer->fault) ? answer->fault : FAULT_PATH_UNKNOWN);
    else
        reply_redirect(x, exchange_text(x, "/vehicles/%s?consent-ended", segment_text(x, 0)));
}

void consent_leave_start(struct exchange *x)
{
    if (page_form_is_ours(x))
        db_write(x, QUERY_CONSENT_LEAVE, DB_VALUES(segment_text(x, 0), account_text(x)), leave_on_left, x);
}

static void leave_on_left(void *state, const struct answer *answer)
{
    struct exchange *x = state;

    if (failed(answer->fault) || answer->rows->count == 0)
        reply_fault(x, failed(answer->fault) ? answer->fault : FAULT_PATH_UNKNOWN);
    else
        reply_redirect(x, "/vehicles?left");
}
