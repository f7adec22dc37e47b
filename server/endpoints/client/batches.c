#include "endpoints/client/batches.h"

#include <string.h>

#include "core/seal.h"
#include "core/service.h"
#include "endpoints/client/batch_table.h"
#include "endpoints/page.h"
#include "http/body.h"
#include "http/form.h"
#include "http/multipart.h"
#include "http/reply.h"
#include "store/asker.h"
#include "store/certificate_batch_store.h"
#include "store/certificate_store.h"
#include "store/db.h"

#define REFRESH_SECONDS "3"

struct batches_flow {
    struct exchange *x;
    enum batch_notice notice;
    const char *handle;
    bool as_csv;
};

static continuation batches_on_rows, batch_on_made, batch_on_lines;

static struct batches_flow *begin(struct exchange *x)
{
    struct batches_flow *b = exchange_new(x, struct batches_flow);

    b->x = x;
    return b;
}

static void show(struct batches_flow *b, enum batch_notice notice)
{
    b->notice = notice;
    db_read(b->x, QUERY_CERTIFICATE_BATCHES, DB_VALUES(administered_text(b->x)), batches_on_rows, b);
}

void batches_start(struct exchange *x)
{
    show(begin(x), BATCH_PLAIN);
}

static void batches_on_rows(void *state, const struct answer *answer)
{
    enum { HANDLE, SENT, LINES, WAITING, ISSUED, REFUSED };
    struct batches_flow *b = state;
    struct exchange *x = b->x;
    struct batch_shown shown[BATCHES_SHOWN];
    size_t count = 0;
    char once[TICKET_TEXT];

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    for (int row = 0; row < answer->rows->count && count < BATCHES_SHOWN; row++)
        shown[count++] = (struct batch_shown){.handle = rows_text(answer->rows, row, HANDLE),
                                              .sent_at = rows_number(answer->rows, row, SENT),
                                              .lines = (long)rows_number(answer->rows, row, LINES),
                                              .waiting = (long)rows_number(answer->rows, row, WAITING),
                                              .issued = (long)rows_number(answer->rows, row, ISSUED),
                                              .refused = (long)rows_number(answer->rows, row, REFUSED)};
    ticket_new(once);
    struct page page = page_for(x, "/platform/certificates/batches");
    reply_page(x, 200, certificate_batches_page(&page, b->notice, once, shown, count));
}

void batch_send_start(struct exchange *x)
{
    struct batches_flow *b = begin(x);
    struct batch_table table;
    enum batch_notice notice;

    multipart_read(x);
    if (!page_form_is_ours(x))
        return;
    b->handle = body_field(x, "batch");
    if (!ticket_fits(b->handle)) {
        reply_fault(x, FAULT_FORM_EXPIRED);
        return;
    }
    notice = batch_table_read(x, b->handle, multipart_file(x, "lines"), &table);
    if (notice != BATCH_PLAIN)
        show(b, notice);
    else
        db_write(x, QUERY_CERTIFICATE_BATCH_MAKE,
                 DB_VALUES(b->handle, administered_text(x), client_admin_text(x), table.numbers,
                           table.references, table.requests, exchange_text(x, "%d", BATCHES_WAITING_MOST)),
                 batch_on_made, b);
}

static void batch_on_made(void *state, const struct answer *answer)
{
    struct batches_flow *b = state;
    const char *fate = failed(answer->fault) ? "" : rows_text(answer->rows, 0, 0);

    if (failed(answer->fault))
        reply_fault(b->x, answer->fault);
    else if (strcmp(fate, "many") == 0)
        show(b, BATCH_TOO_MANY);
    else if (strcmp(fate, "made") == 0)
        reply_redirect(b->x, exchange_text(b->x, "/platform/certificates/batches/%s", b->handle));
    else
        reply_fault(b->x, FAULT_FORM_EXPIRED);
}

static const char *reference_in(struct exchange *x, const char *handle, long line, const struct rows *rows,
                                int row, int column)
{
    h2o_iovec_t sealed = rows_bytes(&x->pool, rows, row, column), plain;

    return sealed.len != 0 &&
                   batch_open(&x->pool, x->service->keys, BATCH_REFERENCE, handle, line, sealed, &plain)
               ? plain.base
               : NULL;
}

struct batch_line *batch_lines(struct exchange *x, const char *handle, const struct rows *rows,
                               struct batch_shown *batch)
{
    enum { SENT, LINE, STATE, REFERENCE, CODE, POINTER, CERTIFICATE, VALID_UNTIL };
    struct batch_line *lines = exchange_alloc(x, sizeof(*lines) * ((size_t)rows->count + 1));

    *batch =
        (struct batch_shown){.handle = handle, .sent_at = rows_number(rows, 0, SENT), .lines = rows->count};
    for (int row = 0; row < rows->count; row++) {
        struct batch_line *l = &lines[row];

        *l = (struct batch_line){.line = (long)rows_number(rows, row, LINE),
                                 .state = exchange_kept(x, rows_text(rows, row, STATE)),
                                 .code = exchange_kept(x, rows_text(rows, row, CODE)),
                                 .pointer = exchange_kept(x, rows_text(rows, row, POINTER)),
                                 .number = rows_certificate_number_text(&x->pool, rows, row, CERTIFICATE),
                                 .valid_until = rows_date(rows, row, VALID_UNTIL)};
        l->reference = reference_in(x, handle, l->line, rows, row, REFERENCE);
        batch->waiting += strcmp(l->state, "waiting") == 0;
        batch->issued += strcmp(l->state, "issued") == 0;
        batch->refused += strcmp(l->state, "refused") == 0;
    }
    return lines;
}

static void show_batch(struct exchange *x, bool as_csv)
{
    struct batches_flow *b = begin(x);

    b->handle = segment_text(x, 0);
    b->as_csv = as_csv;
    db_read(x, QUERY_CERTIFICATE_BATCH_LINES, DB_VALUES(administered_text(x), b->handle), batch_on_lines, b);
}

void batch_shown_start(struct exchange *x)
{
    show_batch(x, false);
}

void batch_csv_start(struct exchange *x)
{
    show_batch(x, true);
}

static void batch_on_lines(void *state, const struct answer *answer)
{
    struct batches_flow *b = state;
    struct exchange *x = b->x;
    bool still = query_is(x, "still");
    struct batch_shown shown;

    if (failed(answer->fault) || answer->rows->count == 0) {
        reply_fault(x, failed(answer->fault) ? answer->fault : FAULT_PATH_UNKNOWN);
        return;
    }
    const char *path = exchange_text(x, "/platform/certificates/batches/%s", b->handle);
    struct batch_line *lines = batch_lines(x, b->handle, answer->rows, &shown);
    struct page page = page_for(x, path);
    if (b->as_csv) {
        reply_header(x, "content-disposition", "attachment; filename=\"batch.csv\"");
        reply_bytes(x, 200, REPLY_NO_STORE, "text/csv; charset=utf-8",
                    certificate_batch_table(&page, lines, (size_t)shown.lines));
        return;
    }
    if (shown.waiting != 0 && !still) /* it works without a program in the browser */
        reply_header(x, "refresh", REFRESH_SECONDS);
    reply_page(x, 200, certificate_batch_page(&page, &shown, lines, (size_t)shown.lines, still));
}
