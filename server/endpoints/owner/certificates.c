#include "endpoints/owner/certificates.h"

#include "endpoints/page.h"
#include "http/reply.h"
#include "render/certificates_page.h"
#include "store/asker.h"
#include "store/certificate_store.h"
#include "store/db.h"

enum column { NUMBER, CLIENT, DESTINATION, GROUND, AT, UNTIL, STATE, OVER };

enum { CERTIFICATES_SHOWN = 100 }; /* at most; one more is asked for, which tells whether there are more */

static continuation certificates_on_rows;

void certificates_of_vehicle_start(struct exchange *x)
{
    db_read(x, QUERY_CERTIFICATES_OF_VEHICLE,
            DB_VALUES(segment_text(x, 0), account_text(x), exchange_text(x, "%d", CERTIFICATES_SHOWN + 1)),
            certificates_on_rows, x);
}

struct certificate_line certificate_line_read(struct exchange *x, const struct rows *rows, int row)
{
    return (struct certificate_line){
        .at = rows_number(rows, row, AT),
        .number = rows_certificate_number_text(&x->pool, rows, row, NUMBER),
        .client = exchange_kept(x, rows_text(rows, row, CLIENT)),
        .destination = exchange_kept(x, rows_text(rows, row, DESTINATION)),
        .ground = exchange_kept(x, rows_text(rows, row, GROUND)),
        .state = exchange_kept(x, rows_certificate_state(rows, row, STATE)),
        .until = rows_date(rows, row, UNTIL),
    };
}

/* A single row of nulls is none. */
static void certificates_on_rows(void *state, const struct answer *answer)
{
    struct exchange *x = state;
    const struct rows *rows = answer->rows;

    if (failed(answer->fault) || rows->count == 0) {
        reply_fault(x, failed(answer->fault) ? answer->fault : FAULT_PATH_UNKNOWN);
        return;
    }
    int found = rows_text(rows, 0, NUMBER) == NULL ? 0 : rows->count;
    int count = found > CERTIFICATES_SHOWN ? CERTIFICATES_SHOWN : found;
    struct certificate_line *line = exchange_alloc(x, sizeof(*line) * ((size_t)count + 1));

    for (int row = 0; row < count; row++)
        line[row] = certificate_line_read(x, rows, row);
    struct page page = page_for(x, exchange_text(x, "/vehicles/%s/certificates", segment_text(x, 0)));
    reply_page(x, 200, certificates_page(&page, segment_text(x, 0), line, (size_t)count, found > count));
}
