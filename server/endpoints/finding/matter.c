#include "endpoints/finding/matter.h"

#include "core/service.h"
#include "endpoints/page.h"
#include "history/record.h"
#include "history/text.h"
#include "http/form.h"
#include "http/reply.h"
#include "render/finding_page.h"
#include "store/db.h"
#include "store/finding_store.h"
#include "store/history_store.h"

struct matter {
    struct exchange *x;
    enum rectification_actor by;
    const char *who, *handle, *path;
    int64_t id;
    struct finding_reply reply;
    struct finding_view finding;
    struct vehicle_key key;
    struct vin vin;
    struct view record, other;
    enum finding_fate fate;
};

static continuation matter_on_opened, matter_on_finding, matter_on_record, matter_on_other, matter_on_taken;

/* A session is one person's; of staff, only supervisors'. */
static struct matter *begin(struct exchange *x)
{
    struct matter *m = exchange_new(x, struct matter);
    bool workshop = x->asker.workshop != 0;

    m->x = x;
    m->by = workshop ? OF_WORKSHOP : OF_SUPERVISOR;
    m->id = workshop ? x->asker.workshop : x->asker.role == ROLE_SUPERVISOR ? x->asker.staff : 0;
    m->who = exchange_text(x, "%lld", (long long)m->id);
    m->handle = segment_text(x, 0);
    m->path = exchange_text(x, "%s/findings/%s", workshop ? "/workshop" : "/staff", m->handle);
    m->reply.act = RECTIFY_ACT_COUNT;
    return m;
}

static void read_and_show(struct matter *m)
{
    db_read(m->x, QUERY_FINDING_READ, DB_VALUES(m->handle, rectification_actor_code(m->by), m->who),
            matter_on_finding, m);
}

void matter_start(struct exchange *x)
{
    struct matter *m = begin(x);

    if (m->by == OF_WORKSHOP)
        finding_open(x, matter_on_opened, m);
    else
        read_and_show(m);
}

static void matter_on_opened(void *state, const struct answer *answer)
{
    struct matter *m = state;

    if (failed(answer->fault))
        reply_fault(m->x, answer->fault);
    else
        read_and_show(m);
}

static void matter_on_finding(void *state, const struct answer *answer)
{
    enum { KEY, VIN };
    struct matter *m = state;
    struct exchange *x = m->x;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    if (answer->rows->count == 0 ||
        !vehicle_vin_open(&x->pool, x->service->keys, rows_bytes(&x->pool, answer->rows, 0, KEY),
                          rows_bytes(&x->pool, answer->rows, 0, VIN), &m->vin)) {
        reply_fault(x, FAULT_PATH_UNKNOWN);
        return;
    }
    m->key = vehicle_key_of(x->service->keys, &m->vin);
    finding_from_rows(x, m->handle, answer->rows, x->audience, &m->finding);
    db_read(x, QUERY_FINDING_RECORD, DB_VALUES(m->handle, rectification_actor_code(m->by), m->who),
            matter_on_record, m);
}

/* No rows: there is none any more. */
static void disclose_rows(struct matter *m, const struct rows *rows, struct view *view)
{
    struct exchange *x = m->x;
    struct history *history = exchange_new(x, struct history);
    uint64_t xmin;

    history->vehicle.vin = m->vin;
    if (rows->count != 0)
        history_from_rows(&x->pool, x->service->keys, rows, &m->key, &m->vin, history, &xmin);
    disclose(&x->pool, history, x->audience, view);
}

static void matter_on_record(void *state, const struct answer *answer)
{
    struct matter *m = state;

    if (failed(answer->fault)) {
        reply_fault(m->x, answer->fault);
        return;
    }
    disclose_rows(m, answer->rows, &m->record);
    db_read(m->x, QUERY_FINDING_OTHER, DB_VALUES(m->handle, rectification_actor_code(m->by), m->who),
            matter_on_other, m);
}

static void matter_on_other(void *state, const struct answer *answer)
{
    struct matter *m = state;

    if (failed(answer->fault)) {
        reply_fault(m->x, answer->fault);
        return;
    }
    disclose_rows(m, answer->rows, &m->other);
    struct page page = page_for(m->x, m->path);
    reply_page(m->x, 200, finding_page(&page, &m->finding, &m->record, &m->other, &m->reply));
}

/* Marks what is missing. An act that is not this side's comes from no form of ours. */
static bool read_act(struct matter *m)
{
    struct finding_reply *r = &m->reply;
    char *words = exchange_alloc(m->x, 4 * RECTIFY_WORDS_MOST + 1);

    r->act = rectification_act_of(body_field(m->x, "act"));
    r->words = body_text(m->x, "words");
    r->act_wrong = r->act == RECTIFY_ACT_COUNT || !rectification_rule(r->act)->words ||
                   (rectification_rule(r->act)->by & RECTIFY_BIT(m->by)) == 0;
    r->words_wrong = text_written(r->words, RECTIFY_WORDS_LEAST, RECTIFY_WORDS_MOST, words) == NULL;
    r->notice = r->act_wrong || r->words_wrong ? FINDING_INCOMPLETE : FINDING_FRESH;
    if (r->notice == FINDING_FRESH)
        r->words = words;
    return r->notice == FINDING_FRESH;
}

void matter_act_start(struct exchange *x)
{
    struct matter *m = begin(x);

    if (!page_form_is_ours(x))
        return;
    if (!read_act(m)) {
        read_and_show(m);
        return;
    }
    const struct finding_taking taking = {
        .handle = m->handle, .act = m->reply.act, .by = m->by, .who = m->id, .words = m->reply.words};
    finding_take(x, &taking, &m->fate, matter_on_taken, m);
}

static void matter_on_taken(void *state, const struct answer *answer)
{
    struct matter *m = state;

    if (failed(answer->fault) || m->fate == FINDING_NOWHERE) {
        reply_fault(m->x, failed(answer->fault) ? answer->fault : FAULT_PATH_UNKNOWN);
    } else if (m->fate == FINDING_DONE) {
        reply_redirect(m->x, m->path);
    } else {
        m->reply.notice = m->fate == FINDING_LATE ? FINDING_MOVED_ON : FINDING_WRITTEN_OUT;
        read_and_show(m);
    }
}
