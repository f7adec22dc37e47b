#include "endpoints/dispute/course.h"

#include "core/service.h"
#include "endpoints/dispute/side.h"
#include "endpoints/page.h"
#include "history/record.h"
#include "http/form.h"
#include "http/reply.h"
#include "render/dispute_page.h"
#include "store/db.h"
#include "store/dispute_store.h"
#include "store/history_store.h"
#include "store/photo_store.h"

struct course {
    struct exchange *x;
    struct side side;
    const char *handle, *path;
    struct dispute_reply reply;
    struct dispute_view dispute;
    struct vehicle_key key;
    struct vin vin;
    enum dispute_fate fate;
    char words[DISPUTE_TEXT];
};

static continuation course_on_dispute, course_on_record, course_on_photo, course_on_taken;

static const char *id_text(const struct course *c)
{
    return exchange_text(c->x, "%lld", (long long)c->side.id);
}

static struct course *begin(struct exchange *x)
{
    struct course *c = exchange_new(x, struct course);

    c->x = x;
    c->side = side_of(x);
    c->handle = segment_text(x, 0);
    c->path = exchange_text(x, "%s/%s", c->side.disputes, c->handle);
    c->reply.step = DISPUTE_STEP_COUNT;
    return c;
}

static void read_and_show(struct course *c)
{
    db_read(c->x, QUERY_DISPUTE_READ, DB_VALUES(c->handle, dispute_actor_code(c->side.by), id_text(c)),
            course_on_dispute, c);
}

void course_start(struct exchange *x)
{
    read_and_show(begin(x));
}

static void course_on_dispute(void *state, const struct answer *answer)
{
    enum { KEY = 1, VIN };
    struct course *c = state;
    struct exchange *x = c->x;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    if (answer->rows->count == 0 ||
        !vehicle_vin_open(&x->pool, x->service->keys, rows_bytes(&x->pool, answer->rows, 0, KEY),
                          rows_bytes(&x->pool, answer->rows, 0, VIN), &c->vin)) {
        reply_fault(x, FAULT_PATH_UNKNOWN);
        return;
    }
    c->key = vehicle_key_of(x->service->keys, &c->vin);
    dispute_from_rows(x, c->handle, answer->rows, x->audience, &c->dispute);
    db_read(x, QUERY_DISPUTE_RECORD, DB_VALUES(c->handle, dispute_actor_code(c->side.by), id_text(c)),
            course_on_record, c);
}

/* No rows: a record that is missing, or that is another vehicle's by now. */
static void course_on_record(void *state, const struct answer *answer)
{
    struct course *c = state;
    struct exchange *x = c->x;
    struct history *history = exchange_new(x, struct history);
    struct view record;
    uint64_t xmin;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    history->vehicle.vin = c->vin;
    if (answer->rows->count != 0)
        history_from_rows(&x->pool, x->service->keys, answer->rows, &c->key, &c->vin, history, &xmin);
    disclose(&x->pool, history, x->audience, &record);
    struct page page = page_for(x, c->path);
    reply_page(x, 200, dispute_page(&page, &c->dispute, &record, &c->reply));
}

void course_photo_start(struct exchange *x)
{
    struct course *c = begin(x);

    db_read(x, QUERY_DISPUTE_PHOTO, DB_VALUES(c->handle, dispute_actor_code(c->side.by), id_text(c)),
            course_on_photo, c);
}

static void course_on_photo(void *state, const struct answer *answer)
{
    struct course *c = state;
    struct exchange *x = c->x;
    h2o_iovec_t jpeg;

    if (failed(answer->fault))
        reply_fault(x, answer->fault);
    else if (answer->rows->count == 0 || !photo_open(x, DISPUTE_PHOTO_COLUMN, c->handle, DISPUTE_PHOTO_NAME,
                                                     rows_bytes(&x->pool, answer->rows, 0, 0), &jpeg))
        reply_fault(x, FAULT_PATH_UNKNOWN);
    else
        reply_bytes(x, 200, REPLY_NO_STORE, "image/jpeg", jpeg);
}

/* Marks what is missing. A step that is not this side's comes from no form of ours. */
static bool read_step(struct course *c)
{
    struct dispute_reply *r = &c->reply;
    const char *code = body_field(c->x, "step");

    r->step = dispute_step_of(code);
    r->words = body_text(c->x, "words");
    r->workshop = body_field(c->x, "workshop");
    r->step_wrong = r->step == DISPUTE_STEP_COUNT || dispute_rule(r->step)->by != c->side.by ||
                    dispute_rule(r->step)->from == 0;
    r->words_wrong = (r->step == DISPUTE_STEP_COUNT || dispute_rule(r->step)->words) &&
                     dispute_words(r->words, c->words) == NULL;
    r->notice = r->step_wrong || r->words_wrong ? DISPUTE_INCOMPLETE : DISPUTE_FRESH;
    return r->notice == DISPUTE_FRESH;
}

void course_step_start(struct exchange *x)
{
    struct course *c = begin(x);

    if (!page_form_is_ours(x))
        return;
    if (!read_step(c)) {
        read_and_show(c);
        return;
    }
    const struct dispute_taking taking = {
        .handle = c->handle,
        .step = c->reply.step,
        .who = c->side.id,
        .words = dispute_rule(c->reply.step)->words ? c->words : NULL,
        .workshop = c->reply.step == STEP_FORWARDED ? c->reply.workshop : NULL,
    };
    dispute_take(x, &taking, &c->fate, course_on_taken, c);
}

static void course_on_taken(void *state, const struct answer *answer)
{
    struct course *c = state;

    if (failed(answer->fault) || c->fate == FATE_NOWHERE) {
        reply_fault(c->x, failed(answer->fault) ? answer->fault : FAULT_PATH_UNKNOWN);
    } else if (c->fate == FATE_DONE) {
        reply_redirect(c->x, c->path);
    } else {
        c->reply.notice = c->fate == FATE_LATE ? DISPUTE_MOVED_ON : DISPUTE_NO_WORKSHOP;
        read_and_show(c);
    }
}
