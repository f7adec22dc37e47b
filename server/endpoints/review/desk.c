#include "endpoints/review/desk.h"

#include <string.h>

#include "core/seal.h"
#include "endpoints/page.h"
#include "history/text.h"
#include "http/form.h"
#include "http/reply.h"
#include "render/desk_page.h"
#include "store/asker.h"
#include "store/db.h"
#include "store/photo_store.h"
#include "store/review_store.h"

enum { SHOWN_MOST = 200, WORDS_TYPED_MOST = 4096 };

struct deciding {
    struct exchange *x;
    const char *handle;
    struct desk_form form;
    char ownership[TICKET_TEXT];
};

static continuation desk_on_waiting, desk_on_case, desk_on_decided, desk_on_photo;

static bool reviews(struct exchange *x)
{
    if (x->asker.role != ROLE_REVIEWER)
        reply_fault(x, FAULT_PATH_UNKNOWN);
    return x->asker.role == ROLE_REVIEWER;
}

void desk_start(struct exchange *x)
{
    if (reviews(x))
        db_read(x, QUERY_REVIEWS_WAITING, DB_VALUES(staff_text(x), exchange_text(x, "%d", SHOWN_MOST)),
                desk_on_waiting, x);
}

static void desk_on_waiting(void *state, const struct answer *answer)
{
    enum { HANDLE, KIND, ROUND, ASKED_AT, WAITING, HAS_PHOTOS };
    struct exchange *x = state;
    const struct rows *rows = answer->rows;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    struct desk_line *line = exchange_alloc(x, sizeof(*line) * ((size_t)rows->count + 1));
    for (int row = 0; row < rows->count; row++)
        line[row] = (struct desk_line){.handle = rows_text(rows, row, HANDLE),
                                       .kind = review_kind_of(rows_text(rows, row, KIND)),
                                       .round = (int)rows_number(rows, row, ROUND),
                                       .bare = !rows_true(rows, row, HAS_PHOTOS),
                                       .asked_at = rows_number(rows, row, ASKED_AT)};
    struct page page = page_for(x, "/staff/reviews");
    reply_page(x, 200,
               desk_page(&page, line, (size_t)rows->count,
                         rows->count == 0 ? 0 : (long)rows_number(rows, 0, WAITING)));
}

static void show(struct deciding *d, enum desk_notice notice)
{
    d->form.notice = notice;
    db_read(d->x, QUERY_REVIEW_CASE, DB_VALUES(d->handle, staff_text(d->x)), desk_on_case, d);
}

static struct deciding *begin(struct exchange *x)
{
    struct deciding *d = exchange_new(x, struct deciding);

    d->x = x;
    d->handle = segment_text(x, 0);
    d->form.reason = REVIEW_REASON_COUNT;
    return d;
}

void desk_case_start(struct exchange *x)
{
    if (reviews(x))
        show(begin(x), DESK_FRESH);
}

static void read_photos(struct exchange *x, const char *names, struct desk_case *c)
{
    char *rest = names == NULL ? NULL : h2o_strdup(&x->pool, names, SIZE_MAX).base, *name;

    while (c->photo_count < DESK_PHOTOS_MOST && (name = strsep(&rest, ",")) != NULL)
        c->photo[c->photo_count++] = name;
}

static void desk_on_case(void *state, const struct answer *answer)
{
    enum { OWN = REVIEW_COLUMNS, DECIDER, REVISION, HELD_SINCE, HELD_BY_ANOTHER, PHOTOS, EXPORTER };
    struct deciding *d = state;
    struct exchange *x = d->x;
    struct desk_case *c = exchange_new(x, struct desk_case);

    if (failed(answer->fault) || answer->rows->count == 0 ||
        !review_from_row(x, answer->rows, 0, &c->review)) {
        reply_fault(x, failed(answer->fault) ? answer->fault : FAULT_PATH_UNKNOWN);
        return;
    }
    c->own = rows_true(answer->rows, 0, OWN);
    c->decider = rows_text(answer->rows, 0, DECIDER);
    c->revision = rows_text(answer->rows, 0, REVISION);
    c->held_since = rows_date(answer->rows, 0, HELD_SINCE);
    c->held_by_another = rows_true(answer->rows, 0, HELD_BY_ANOTHER);
    c->exporter = rows_text(answer->rows, 0, EXPORTER);
    if (!c->own)
        read_photos(x, rows_text(answer->rows, 0, PHOTOS), c);
    struct page page = page_for(x, exchange_text(x, "/staff/reviews/%s", c->review.handle));
    reply_page(x, 200, desk_case_page(&page, c, &d->form));
}

/* Marks what is missing: a decision; with a refusal its reason; and words, where the reason says nothing. */
static bool read_form(struct deciding *d)
{
    struct desk_form *f = &d->form;
    const char *decision = body_field(d->x, "decision");

    f->words = body_text(d->x, "words");
    f->approves = decision != NULL && strcmp(decision, "approve") == 0;
    f->refuses = decision != NULL && strcmp(decision, "refuse") == 0;
    f->reason = review_reason_of(body_field(d->x, "reason"));
    f->decision_wrong = !f->approves && !f->refuses;
    f->reason_wrong = f->refuses && (f->reason == REVIEW_REASON_COUNT || f->reason == REVIEW_CLIENT_ENDED);
    const char *kept = f->words == NULL ? NULL : text_bounded(&d->x->pool, f->words, WORDS_TYPED_MOST);
    const char *bounded = kept == NULL ? NULL : text_bounded(&d->x->pool, kept, REVIEW_WORDS_MOST);
    f->words_wrong = (f->refuses && f->reason == REVIEW_OTHER && kept == NULL) ||
                     (kept != NULL && strcmp(kept, bounded) != 0);
    return !f->decision_wrong && !f->reason_wrong && !f->words_wrong;
}

/* A revision that is no number comes from no form of ours. */
static const char *revision_seen(struct exchange *x)
{
    enum { DIGITS_MOST = 9 };
    const char *text = body_field(x, "revision");

    return text != NULL && *text != '\0' && strlen(text) <= DIGITS_MOST &&
                   strspn(text, "0123456789") == strlen(text)
               ? text
               : NULL;
}

void desk_decide_start(struct exchange *x)
{
    struct deciding *d = begin(x);

    if (!reviews(x) || !page_form_is_ours(x))
        return;
    if (!read_form(d)) {
        show(d, DESK_INCOMPLETE);
        return;
    }
    ticket_new(d->ownership);
    const char *words = d->form.refuses && d->form.words != NULL
                            ? text_bounded(&x->pool, d->form.words, REVIEW_WORDS_MOST)
                            : NULL;
    db_write(x, QUERY_REVIEW_DECIDE,
             DB_VALUES(d->handle, staff_text(x), d->form.refuses ? review_reason_code(d->form.reason) : NULL,
                       review_words_seal(x, d->handle, words), revision_seen(x), d->ownership),
             desk_on_decided, d);
}

static void desk_on_decided(void *state, const struct answer *answer)
{
    struct deciding *d = state;
    struct exchange *x = d->x;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    switch (review_fate_of(rows_text(answer->rows, 0, 0))) {
    case REVIEW_DONE: reply_redirect(x, "/staff/reviews"); break;
    case REVIEW_LATE: show(d, DESK_LATE); break;
    case REVIEW_SAME: show(d, DESK_SAME); break;
    case REVIEW_UNREGISTERED: show(d, DESK_UNREGISTERED); break;
    case REVIEW_MOVED: show(d, DESK_MOVED); break;
    case REVIEW_TAKEN: show(d, DESK_TAKEN); break;
    default: reply_fault(x, FAULT_PATH_UNKNOWN);
    }
}

void desk_photo_start(struct exchange *x)
{
    if (reviews(x))
        db_write(x, QUERY_REVIEW_LOOK, DB_VALUES(segment_text(x, 0), segment_text(x, 1), staff_text(x)),
                 desk_on_photo, x);
}

static void desk_on_photo(void *state, const struct answer *answer)
{
    struct exchange *x = state;
    h2o_iovec_t jpeg;

    if (failed(answer->fault))
        reply_fault(x, answer->fault);
    else if (answer->rows->count == 0 ||
             !photo_open(x, REVIEW_PHOTO_COLUMN, segment_text(x, 0), segment_text(x, 1),
                         rows_bytes(&x->pool, answer->rows, 0, 0), &jpeg))
        reply_fault(x, FAULT_PATH_UNKNOWN);
    else
        reply_bytes(x, 200, REPLY_NO_STORE, "image/jpeg", jpeg);
}
