#include "endpoints/client/batch_zip.h"

#include "core/date.h"
#include "core/service.h"
#include "core/zip.h"
#include "endpoints/client/batches.h"
#include "endpoints/page.h"
#include "http/reply.h"
#include "store/asker.h"
#include "store/certificate_batch_store.h"
#include "store/certificate_store.h"
#include "store/db.h"

enum { TOGETHER = 8 };

struct zipping {
    struct reply_stream stream;
    struct exchange *x;
    const char *handle;
    struct zip *zip;
    h2o_iovec_t results, part;
    long behind;           /* the line that was sent last */
    int64_t made;          /* seconds since 1970 */
    struct exchange *sent; /* of the portion on its way; NULL: none */
};

/* What is read at a time, with memory of its own. */
struct portion {
    struct exchange *x;
    struct zipping *z;
};

static continuation zip_on_lines, portion_on_rows;
static void more(struct reply_stream *stream);

static void let_go_of_sent(struct zipping *z)
{
    if (z->sent != NULL)
        exchange_release(z->sent);
    z->sent = NULL;
}

static void zipping_end(void *state)
{
    struct zipping *z = state;

    let_go_of_sent(z);
    zip_destroy(z->zip);
}

void batch_zip_start(struct exchange *x)
{
    struct zipping *z = exchange_new(x, struct zipping);

    z->x = x;
    z->handle = segment_text(x, 0);
    z->made = clock_wall() / 1000000;
    exchange_adopt(x, z, zipping_end);
    db_read(x, QUERY_CERTIFICATE_BATCH_LINES, DB_VALUES(administered_text(x), z->handle), zip_on_lines, z);
}

static void zip_on_lines(void *state, const struct answer *answer)
{
    struct zipping *z = state;
    struct exchange *x = z->x;
    struct batch_shown shown;

    if (failed(answer->fault) || answer->rows->count == 0) {
        reply_fault(x, failed(answer->fault) ? answer->fault : FAULT_PATH_UNKNOWN);
        return;
    }
    struct batch_line *lines = batch_lines(x, z->handle, answer->rows, &shown);
    if (shown.waiting != 0) {
        reply_redirect(x, exchange_text(x, "/platform/certificates/batches/%s", z->handle));
        return;
    }
    struct page page = page_for(x, "/platform/certificates/batches");
    z->results = certificate_batch_table(&page, lines, (size_t)shown.lines);
    z->zip = zip_begin();
    if (z->zip == NULL) {
        reply_fault(x, FAULT_BUSY);
        return;
    }
    reply_header(x, "content-disposition", "attachment; filename=\"certificates.zip\"");
    reply_stream_begin(&z->stream, x, "application/zip", more);
    more(&z->stream);
}

static void more(struct reply_stream *stream)
{
    struct zipping *z = H2O_STRUCT_FROM_MEMBER(struct zipping, stream, stream);
    struct exchange *x = exchange_part(z->x);
    struct portion *p = exchange_new(x, struct portion);

    let_go_of_sent(z);
    exchange_hold(z->x);
    *p = (struct portion){x, z};
    db_read(x, QUERY_CERTIFICATE_BATCH_PAPERS,
            DB_VALUES(administered_text(x), z->handle, exchange_text(x, "%ld", z->behind),
                      exchange_text(x, "%d", TOGETHER)),
            portion_on_rows, p);
}

static bool add(struct portion *p, const struct rows *rows, int row)
{
    enum { LINE, CERTIFICATE, PAPER, ENVELOPE };
    struct exchange *x = p->x;
    struct zipping *z = p->z;
    const struct keys *keys = x->service->keys;
    long line = (long)rows_number(rows, row, LINE);
    struct certificate_number number;
    h2o_iovec_t paper, envelope;
    char text[CERTIFICATE_NUMBER_TEXT];

    if (!rows_certificate_number(&x->pool, rows, row, CERTIFICATE, &number) ||
        !batch_open(&x->pool, keys, BATCH_PAPER, z->handle, line, rows_bytes(&x->pool, rows, row, PAPER),
                    &paper) ||
        !batch_open(&x->pool, keys, BATCH_ENVELOPE, z->handle, line,
                    rows_bytes(&x->pool, rows, row, ENVELOPE), &envelope))
        return false;
    certificate_number_text(&number, text);
    z->behind = line;
    return zip_add(z->zip, exchange_text(x, "chedang-%s.pdf", text), paper, z->made) &&
           zip_add(z->zip, exchange_text(x, "chedang-%s.json", text), envelope, z->made);
}

static void portion_on_rows(void *state, const struct answer *answer)
{
    struct portion *p = state;
    struct zipping *z = p->z;
    struct exchange *x = z->x;
    bool good = !failed(answer->fault), last = good && answer->rows->count < TOGETHER;

    for (int row = 0; good && row < answer->rows->count; row++)
        good = add(p, answer->rows, row);
    if (good && last)
        good = zip_add(z->zip, "results.csv", z->results, z->made) && zip_end(z->zip);
    z->sent = p->x;
    if (good) {
        z->part = zip_take(z->zip, &p->x->pool);
        reply_stream_send(&z->stream, &z->part, 1, last);
    } else {
        reply_stream_break(&z->stream);
    }
    exchange_release(x);
}
