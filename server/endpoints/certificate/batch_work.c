#include "endpoints/certificate/batch_work.h"

#include <stdlib.h>
#include <string.h>

#include "core/service.h"
#include "endpoints/certificate/exporter.h"
#include "endpoints/certificate/held.h"
#include "endpoints/certificate/issue.h"
#include "endpoints/certificate/paper.h"
#include "store/certificate_batch_store.h"
#include "store/certificate_store.h"
#include "store/db.h"

enum { TRIES_MOST = 30, AGAIN_SECONDS = 5 };

struct batch_work {
    struct service *service;
    h2o_timeout_entry_t timer;
};

/* One that is being worked on. */
struct line {
    struct batch_work *work;
    struct exchange *x; /* its own */
    const char *batch;
    long number, tries;
    struct certificate_number certificate;
    const char *paper; /* sealed */
};

static continuation line_on_taken, line_on_settled;
static void line_on_refused(void *state, const struct refusal *refusal);
static void line_on_envelope(void *state, h2o_iovec_t envelope);

static void next(struct batch_work *w, enum timer timer)
{
    if (!w->service->draining && !h2o_timeout_is_linked(&w->timer))
        timer_set(w->service, timer, &w->timer);
}

static void work_start(h2o_timeout_entry_t *entry)
{
    struct batch_work *w = H2O_STRUCT_FROM_MEMBER(struct batch_work, timer, entry);

    if (w->service->draining)
        return;
    struct exchange *x = exchange_housekeeping(w->service);
    struct line *l = exchange_new(x, struct line);
    l->work = w;
    l->x = x;
    db_write(x, QUERY_CERTIFICATE_BATCH_TAKE, (struct db_values){0}, line_on_taken, l);
}

static const char *number_text(struct exchange *x, long number)
{
    return exchange_text(x, "%ld", number);
}

static void refuse(struct line *l, const char *code, const char *pointer)
{
    struct exchange *x = l->x;

    db_write(x, QUERY_CERTIFICATE_BATCH_SETTLE,
             DB_VALUES(l->batch, number_text(x, l->number), NULL, NULL, NULL, code, pointer), line_on_settled,
             l);
}

static void line_on_drawn(void *state, h2o_iovec_t bytes)
{
    struct line *l = state;

    l->paper = batch_seal(&l->x->pool, l->x->service->keys, BATCH_PAPER, l->batch, l->number, bytes);
    certificate_envelope(l->x, &l->certificate, line_on_envelope, l);
}

static void line_on_issued(void *state, const struct certificate_number *number, const char *until)
{
    struct line *l = state;

    (void)until;
    l->certificate = *number;
    certificate_paper(l->x, number, false, line_on_drawn, l);
}

static void line_on_envelope(void *state, h2o_iovec_t envelope)
{
    struct line *l = state;
    struct exchange *x = l->x;

    db_write(x, QUERY_CERTIFICATE_BATCH_SETTLE,
             DB_VALUES(l->batch, number_text(x, l->number),
                       certificate_number_bytea(&x->pool, &l->certificate), l->paper,
                       batch_seal(&x->pool, x->service->keys, BATCH_ENVELOPE, l->batch, l->number, envelope),
                       NULL, NULL),
             line_on_settled, l);
}

static void issue(struct line *l, h2o_iovec_t sealed)
{
    struct exchange *x = l->x;
    const char *key = exchange_text(x, "batch %s %ld", l->batch, l->number);
    h2o_iovec_t request;

    if (batch_open(&x->pool, x->service->keys, BATCH_REQUEST, l->batch, l->number, sealed, &request))
        certificate_issue_for(x, request, h2o_iovec_init(key, strlen(key)), line_on_issued, l);
    else
        refuse(l, fault_code(FAULT_BUG), NULL);
}

static void line_on_taken(void *state, const struct answer *answer)
{
    enum { BATCH, LINE, TRIES, REQUEST, LATE, EXPORTER };
    struct line *l = state;
    struct exchange *x = l->x;
    const struct rows *rows = answer->rows;

    if (failed(answer->fault) || rows->count == 0) {
        next(l->work, TIMER_SECOND);
        exchange_release(x);
        return;
    }
    l->batch = exchange_kept(x, rows_text(rows, 0, BATCH));
    l->number = (long)rows_number(rows, 0, LINE);
    l->tries = (long)rows_number(rows, 0, TRIES);
    x->refused = line_on_refused;
    x->refused_state = l;
    if (rows_true(rows, 0, LATE))
        refuse(l, "batch_expired", NULL);
    else if (!exporter_read(&x->asker, rows, 0, EXPORTER))
        refuse(l, fault_code(FAULT_CONTRACT_ENDED), NULL);
    else
        issue(l, rows_bytes(&x->pool, rows, 0, REQUEST));
}

/* What is nobody's fault may be otherwise in a while; and who is slowed is slow. */
static bool may_pass(const struct line *l, enum fault fault)
{
    return fault == FAULT_SLOWED || (fault_status(fault) >= 500 && l->tries < TRIES_MOST);
}

static void line_on_refused(void *state, const struct refusal *refusal)
{
    struct line *l = state;
    struct exchange *x = l->x;

    if (!may_pass(l, refusal->fault))
        refuse(l, fault_code(refusal->fault), refusal->pointer);
    else
        db_write(x, QUERY_CERTIFICATE_BATCH_PUT_BACK,
                 DB_VALUES(l->batch, number_text(x, l->number), number_text(x, AGAIN_SECONDS)),
                 line_on_settled, l);
}

/* What was not written now is begun again when it is due. */
static void line_on_settled(void *state, const struct answer *answer)
{
    struct line *l = state;

    next(l->work, failed(answer->fault) ? TIMER_SECOND : TIMER_MOMENT);
    exchange_release(l->x);
}

struct batch_work *batch_work_create(struct service *service)
{
    struct batch_work *w = h2o_mem_alloc(sizeof(*w));

    *w = (struct batch_work){.service = service, .timer.cb = work_start};
    next(w, TIMER_SECOND);
    return w;
}

void batch_work_destroy(struct batch_work *w)
{
    if (h2o_timeout_is_linked(&w->timer))
        h2o_timeout_unlink(&w->timer);
    free(w);
}
