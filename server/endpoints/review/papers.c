#include "endpoints/review/papers.h"

#include <string.h>

#include "core/seal.h"
#include "core/service.h"
#include "core/settings.h"
#include "endpoints/page.h"
#include "endpoints/photos.h"
#include "http/form.h"
#include "http/multipart.h"
#include "http/reply.h"
#include "render/review_page.h"
#include "store/asker.h"
#include "store/db.h"
#include "store/history_store.h"
#include "store/photo_store.h"
#include "store/review_store.h"

enum { PHOTOS = 2 };

struct papers {
    struct exchange *x;
    const char *handle; /* of a case that is there; NULL: a new one */
    struct papers_form form;
    struct photo_field photo[PHOTOS];
    struct vin vin;
    int status;
    char fresh[TICKET_TEXT];
};

static continuation papers_on_tried, papers_on_photos, papers_on_stored, papers_on_review, papers_on_case;

/* What the holder sends in its own defence has names of its own; an organisation has one document. */
static void name_photos(struct papers *p, bool holder, bool licence)
{
    p->form.photo_count = licence ? 1 : PHOTOS;
    if (licence) {
        p->photo[0] = (struct photo_field){.name = REVIEW_LICENCE_PHOTO, .needed = true};
        return;
    }
    p->photo[0] = (struct photo_field){.name = holder ? "holder_licence" : "licence", .needed = true};
    p->photo[1] = (struct photo_field){.name = holder ? "holder_identity" : "identity", .needed = true};
}

static struct papers *begin(struct exchange *x, const char *handle)
{
    struct papers *p = exchange_new(x, struct papers);

    p->x = x;
    p->handle = handle;
    p->form = (struct papers_form){.photo = p->photo, .open_most = x->service->settings->reviews_open};
    name_photos(p, false, false);
    return p;
}

/* What was typed stays; photos have to be chosen again, as browsers have it. */
static void show(struct papers *p, int status, enum papers_notice notice)
{
    struct exchange *x = p->x;

    p->status = status;
    p->form.notice = notice;
    if (p->handle != NULL) {
        db_read(x, QUERY_REVIEW_READ, DB_VALUES(p->handle, account_text(x)), papers_on_review, p);
        return;
    }
    if (p->form.ticket == NULL) {
        ticket_new(p->fresh);
        p->form.ticket = p->fresh;
    }
    struct page page = page_for(x, "/vehicles/claim/papers");
    reply_page(x, status, papers_page(&page, &p->form));
}

void papers_form_start(struct exchange *x)
{
    show(begin(x, NULL), 200, PAPERS_FRESH);
}

void review_start(struct exchange *x)
{
    show(begin(x, segment_text(x, 0)), 200, PAPERS_FRESH);
}

/* Answers when there is no such case for this account. */
static bool read_review(struct exchange *x, const struct answer *answer, struct review_view *review)
{
    if (!failed(answer->fault) && answer->rows->count != 0 && review_from_row(x, answer->rows, 0, review))
        return true;
    reply_fault(x, failed(answer->fault) ? answer->fault : FAULT_PATH_UNKNOWN);
    return false;
}

static void papers_on_review(void *state, const struct answer *answer)
{
    struct papers *p = state;
    struct exchange *x = p->x;
    struct review_view review;

    if (!read_review(x, answer, &review))
        return;
    if (p->photo[0].fault == PHOTO_FINE && p->photo[1].fault == PHOTO_FINE)
        name_photos(p, review.holder, review.kind == REVIEW_LICENCE);
    struct page page = page_for(x, exchange_text(x, "/reviews/%s", review.handle));
    reply_page(x, p->status, review_page(&page, &review, &p->form));
}

/* A new case is about a vehicle, which one that is there need not name again. */
static bool read_form(struct papers *p)
{
    struct papers_form *f = &p->form;
    const char *ticket = body_field(p->x, "ticket");
    bool fine = photos_glance(p->x, p->photo, p->form.photo_count);

    if (p->handle != NULL)
        return fine;
    f->ticket = ticket_fits(ticket) ? ticket : NULL;
    f->vin = body_field(p->x, "vin");
    f->vin_wrong = f->vin == NULL || vin_parse(&p->vin, f->vin, strlen(f->vin)) != VIN_OK;
    return fine && f->ticket != NULL && !f->vin_wrong;
}

static void take(struct papers *p)
{
    struct exchange *x = p->x;

    if (!read_form(p)) {
        show(p, 200, PAPERS_INCOMPLETE);
        return;
    }
    /* Before photos are unpacked: that is work, and this bounds it. */
    db_write(x, QUERY_REVIEW_TRY,
             DB_VALUES(account_text(x), exchange_text(x, "%ld", x->service->settings->review_tries)),
             papers_on_tried, p);
}

void papers_start(struct exchange *x)
{
    multipart_read(x);
    if (page_form_is_ours(x))
        take(begin(x, NULL));
}

void review_send_start(struct exchange *x)
{
    struct papers *p = begin(x, segment_text(x, 0));

    multipart_read(x);
    if (page_form_is_ours(x))
        db_read(x, QUERY_REVIEW_READ, DB_VALUES(p->handle, account_text(x)), papers_on_case, p);
}

static void papers_on_case(void *state, const struct answer *answer)
{
    struct papers *p = state;
    struct review_view review;

    if (!read_review(p->x, answer, &review))
        return;
    name_photos(p, review.holder, review.kind == REVIEW_LICENCE);
    take(p);
}

static void papers_on_tried(void *state, const struct answer *answer)
{
    struct papers *p = state;

    if (failed(answer->fault)) {
        reply_fault(p->x, answer->fault);
    } else if (!rows_true(answer->rows, 0, 0)) {
        reply_header(p->x, "retry-after", "86400");
        show(p, 429, PAPERS_TRIED);
    } else {
        photos_make(p->x, p->photo, p->form.photo_count, papers_on_photos, p);
    }
}

static void open_case(struct papers *p)
{
    struct exchange *x = p->x;
    const char *handle = p->form.ticket;
    struct vehicle_key key = vehicle_key_of(x->service->keys, &p->vin);

    db_write(x, QUERY_REVIEW_OPEN,
             DB_VALUES(handle, account_text(x), review_kind_code(REVIEW_DOCUMENT),
                       vehicle_key_text(&x->pool, &key), review_vin_seal(x, handle, &p->vin),
                       photo_names_text(x, p->photo, p->form.photo_count),
                       photo_bodies_text(x, REVIEW_PHOTO_COLUMN, handle, p->photo, p->form.photo_count),
                       exchange_text(x, "%ld", p->form.open_most)),
             papers_on_stored, p);
}

static void papers_on_photos(void *state, const struct answer *answer)
{
    struct papers *p = state;
    struct exchange *x = p->x;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    if (!photos_are_fine(p->photo, p->form.photo_count)) {
        show(p, 200, PAPERS_INCOMPLETE);
    } else if (p->handle == NULL) {
        open_case(p);
    } else {
        db_write(
            x, QUERY_REVIEW_SEND,
            DB_VALUES(p->handle, account_text(x), photo_names_text(x, p->photo, p->form.photo_count),
                      photo_bodies_text(x, REVIEW_PHOTO_COLUMN, p->handle, p->photo, p->form.photo_count)),
            papers_on_stored, p);
    }
}

static void papers_on_stored(void *state, const struct answer *answer)
{
    struct papers *p = state;
    struct exchange *x = p->x;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    switch (review_fate_of(rows_text(answer->rows, 0, 0))) {
    case REVIEW_DONE:
        reply_redirect(x, exchange_text(x, "/reviews/%s", p->handle != NULL ? p->handle : p->form.ticket));
        break;
    case REVIEW_UNDER_WAY: show(p, 200, PAPERS_UNDER_WAY); break;
    case REVIEW_HELD: show(p, 200, PAPERS_HELD); break;
    case REVIEW_TOO_MANY: show(p, 200, PAPERS_TOO_MANY); break;
    case REVIEW_LATE: show(p, 200, PAPERS_LATE); break;
    default: reply_fault(x, FAULT_PATH_UNKNOWN);
    }
}
