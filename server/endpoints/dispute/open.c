#include "endpoints/dispute/open.h"

#include <string.h>

#include "core/seal.h"
#include "core/service.h"
#include "core/settings.h"
#include "endpoints/owner/record.h"
#include "endpoints/page.h"
#include "endpoints/photos.h"
#include "http/form.h"
#include "http/multipart.h"
#include "http/reply.h"
#include "render/dispute_page.h"
#include "store/asker.h"
#include "store/db.h"
#include "store/dispute_store.h"

struct opening {
    struct exchange *x;
    struct own_record record;
    struct dispute_form form;
    struct photo_field photo;
    enum dispute_fate fate;
    char fresh[TICKET_TEXT], words[DISPUTE_TEXT];
};

static continuation open_on_record, open_on_record_sent, open_on_tried, open_on_photo, open_on_stored;

static void show(struct opening *o, int status, enum dispute_notice notice)
{
    const char *which = o->record.id == 0 ? "" : exchange_text(o->x, "/%s", o->record.handle);
    struct page page =
        page_for(o->x, exchange_text(o->x, "/vehicles/%s/dispute%s", o->record.vehicle, which));

    if (o->form.ticket == NULL) {
        ticket_new(o->fresh);
        o->form.ticket = o->fresh;
    }
    o->form.notice = notice;
    o->form.vehicle = o->record.vehicle;
    o->form.record_handle = o->record.handle;
    reply_page(o->x, status, dispute_form_page(&page, &o->form, &o->record.view));
}

static void begin(struct exchange *x, continuation *resume)
{
    struct opening *o = exchange_new(x, struct opening);

    o->x = x;
    o->form.kind = DISPUTE_KIND_COUNT;
    o->form.photo = &o->photo;
    o->photo.name = DISPUTE_PHOTO_NAME;
    own_record_find(x, &o->record, resume, o);
}

static void to_dispute(struct opening *o, const char *handle)
{
    reply_redirect(o->x, exchange_text(o->x, "/disputes/%s", handle));
}

void dispute_form_start(struct exchange *x)
{
    begin(x, open_on_record);
}

/* Who contests this record already gets to see how that stands. */
static void open_on_record(void *state, const struct answer *answer)
{
    struct opening *o = state;

    if (failed(answer->fault))
        reply_fault(o->x, answer->fault);
    else if (o->record.dispute != NULL)
        to_dispute(o, o->record.dispute);
    else
        show(o, 200, DISPUTE_FRESH);
}

void dispute_open_start(struct exchange *x)
{
    multipart_read(x);
    if (page_form_is_ours(x))
        begin(x, open_on_record_sent);
}

/* A record is contested for what it says; one that is missing can only be missing. */
static bool read_form(struct opening *o)
{
    struct dispute_form *f = &o->form;
    const char *ticket = body_field(o->x, "ticket");

    f->ticket = ticket_fits(ticket) ? ticket : NULL;
    f->kind = o->record.id == 0 ? DISPUTE_MISSING_RECORD : dispute_kind_of(body_field(o->x, "kind"));
    f->words = body_text(o->x, "words");
    f->kind_wrong = f->kind == DISPUTE_KIND_COUNT || (f->kind == DISPUTE_MISSING_RECORD && o->record.id != 0);
    f->words_wrong = dispute_words(f->words, o->words) == NULL;
    bool fine = photos_glance(o->x, &o->photo, 1);
    return fine && !f->kind_wrong && !f->words_wrong && f->ticket != NULL;
}

static void store(struct opening *o)
{
    const struct dispute_opening opening = {o->record.vehicle, o->form.ticket, o->record.id,
                                            o->form.kind,      o->words,       &o->photo};

    dispute_open(o->x, &opening, &o->fate, open_on_stored, o);
}

static void open_on_record_sent(void *state, const struct answer *answer)
{
    struct opening *o = state;

    if (failed(answer->fault)) {
        reply_fault(o->x, answer->fault);
        return;
    }
    if (!read_form(o)) {
        show(o, 200, DISPUTE_INCOMPLETE);
        return;
    }
    if (multipart_file(o->x, o->photo.name).len == 0)
        store(o);
    else
        db_write(
            o->x, QUERY_REVIEW_TRY,
            DB_VALUES(account_text(o->x), exchange_text(o->x, "%ld", o->x->service->settings->review_tries)),
            open_on_tried, o);
}

static void open_on_tried(void *state, const struct answer *answer)
{
    struct opening *o = state;

    if (failed(answer->fault)) {
        reply_fault(o->x, answer->fault);
    } else if (!rows_true(answer->rows, 0, 0)) {
        reply_header(o->x, "retry-after", "86400");
        show(o, 429, DISPUTE_PHOTOS_TRIED);
    } else {
        photos_make(o->x, &o->photo, 1, open_on_photo, o);
    }
}

static void open_on_photo(void *state, const struct answer *answer)
{
    struct opening *o = state;

    if (failed(answer->fault))
        reply_fault(o->x, answer->fault);
    else if (o->photo.fault != PHOTO_FINE)
        show(o, 200, DISPUTE_INCOMPLETE);
    else
        store(o);
}

static void open_on_stored(void *state, const struct answer *answer)
{
    struct opening *o = state;

    if (failed(answer->fault) || o->fate == FATE_NOWHERE)
        reply_fault(o->x, failed(answer->fault) ? answer->fault : FAULT_PATH_UNKNOWN);
    else if (o->fate == FATE_DONE)
        to_dispute(o, o->form.ticket);
    else if (o->fate == FATE_TOO_MANY)
        show(o, 200, DISPUTE_TOO_MANY);
    else if (o->record.dispute != NULL)
        to_dispute(o, o->record.dispute);
    else
        show(o, 200, DISPUTE_CONTESTED);
}
