#include "endpoints/fleet/register.h"

#include <string.h>

#include "core/seal.h"
#include "core/service.h"
#include "core/settings.h"
#include "endpoints/fleet/organisation.h"
#include "endpoints/page.h"
#include "endpoints/photos.h"
#include "history/credit_code.h"
#include "history/text.h"
#include "http/form.h"
#include "http/multipart.h"
#include "http/reply.h"
#include "store/asker.h"
#include "store/db.h"
#include "store/organisation_store.h"
#include "store/photo_store.h"
#include "store/review_store.h"

enum { WAITING_MOST = 3 };

struct registering {
    struct exchange *x;
    struct organisation_form form;
    struct company company;
    char code[CREDIT_CODE_TEXT];
    char once[TICKET_TEXT];
    struct photo_field photo;
};

struct answering {
    struct exchange *x;
    bool joins;
};

static continuation organisations_on_rows, make_on_tried, make_on_photos, make_on_made,
    invitation_on_answered;

void organisations_start(struct exchange *x)
{
    db_read(x, QUERY_ORGANISATIONS_OF_ACCOUNT, DB_VALUES(account_text(x)), organisations_on_rows, x);
}

static enum organisations_notice notice_of(const struct exchange *x)
{
    if (query_is(x, "left"))
        return ORGANISATIONS_LEFT;
    if (query_is(x, "ended"))
        return ORGANISATIONS_ENDED;
    return query_is(x, "declined") ? ORGANISATIONS_DECLINED : ORGANISATIONS_PLAIN;
}

static void organisations_on_rows(void *state, const struct answer *answer)
{
    enum column { INVITATION, HANDLE, SEALED, STATE, ROLE };
    struct exchange *x = state;
    const struct rows *rows = answer->rows;
    struct organisation *found;
    size_t count = 0;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    found = exchange_alloc(x, sizeof(*found) * ((size_t)rows->count + 1));
    for (int row = 0; row < rows->count; row++) {
        struct organisation *o = &found[count];

        *o = (struct organisation){.invitation = rows_text(rows, row, INVITATION),
                                   .state = rows_text(rows, row, STATE),
                                   .administers = strcmp(rows_text(rows, row, ROLE), "administrator") == 0};
        count += organisation_from_row(x, rows, row, HANDLE, SEALED, o);
    }
    struct page page = page_for(x, "/organisations");
    reply_page(x, 200, organisations_page(&page, notice_of(x), found, count));
}

static struct registering *registering_new(struct exchange *x)
{
    struct registering *r = exchange_new(x, struct registering);

    r->x = x;
    ticket_new(r->once);
    r->form.once = r->once;
    r->photo = (struct photo_field){.name = REVIEW_LICENCE_PHOTO, .needed = true};
    r->form.photo = &r->photo;
    return r;
}

static void show(struct registering *r, int status, enum organisation_notice notice)
{
    struct page page = page_for(r->x, "/organisations/new");

    reply_page(r->x, status, organisation_form_page(&page, notice, &r->form));
}

void organisation_form_start(struct exchange *x)
{
    show(registering_new(x), 200, ORGANISATION_FRESH);
}

static bool read_form(struct registering *r)
{
    struct organisation_form *f = &r->form;
    const char *once = organisation_ticket(r->x, "once");
    enum credit_code_shape shape = CREDIT_CODE_MALFORMED;

    f->once = once != NULL ? once : r->once;
    f->name = body_field(r->x, "name");
    f->code = body_field(r->x, "code");
    r->company.name = f->name == NULL ? NULL : text_bounded(&r->x->pool, f->name, COMPANY_NAME_MOST + 1);
    f->name_wrong = r->company.name == NULL ||
                    text_bounded(&r->x->pool, f->name, COMPANY_NAME_MOST) == NULL ||
                    strcmp(r->company.name, text_bounded(&r->x->pool, f->name, COMPANY_NAME_MOST)) != 0;
    if (f->code != NULL)
        shape = credit_code_read(f->code, strlen(f->code), r->code);
    f->code_malformed = shape == CREDIT_CODE_MALFORMED;
    f->code_mistyped = shape == CREDIT_CODE_MISTYPED;
    r->company.code = r->code;
    return photos_glance(r->x, &r->photo, 1) && !f->name_wrong && shape == CREDIT_CODE_OK;
}

void organisation_make_start(struct exchange *x)
{
    struct registering *r = registering_new(x);

    multipart_read(x);
    if (!page_form_is_ours(x))
        return;
    if (!read_form(r)) {
        show(r, 200, ORGANISATION_INCOMPLETE);
        return;
    }
    /* Before the photo is unpacked: that is work, and this bounds it. */
    db_write(x, QUERY_REVIEW_TRY,
             DB_VALUES(account_text(x), exchange_text(x, "%ld", x->service->settings->review_tries)),
             make_on_tried, r);
}

static void make_on_tried(void *state, const struct answer *answer)
{
    struct registering *r = state;

    if (failed(answer->fault)) {
        reply_fault(r->x, answer->fault);
    } else if (!rows_true(answer->rows, 0, 0)) {
        reply_header(r->x, "retry-after", "86400");
        show(r, 429, ORGANISATION_TRIED);
    } else {
        photos_make(r->x, &r->photo, 1, make_on_photos, r);
    }
}

/* Organisation and case have one handle. */
static void make_on_photos(void *state, const struct answer *answer)
{
    struct registering *r = state;
    struct exchange *x = r->x;
    const struct keys *keys = x->service->keys;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    if (!photos_are_fine(&r->photo, 1)) {
        show(r, 200, ORGANISATION_INCOMPLETE);
        return;
    }
    db_write(x, QUERY_ORGANISATION_MAKE,
             DB_VALUES(r->form.once, account_text(x), company_index_text(&x->pool, keys, r->code),
                       company_sealed_text(&x->pool, keys, r->form.once, &r->company),
                       exchange_text(x, "%d", WAITING_MOST), photo_names_text(x, &r->photo, 1),
                       photo_bodies_text(x, REVIEW_PHOTO_COLUMN, r->form.once, &r->photo, 1)),
             make_on_made, r);
}

static void make_on_made(void *state, const struct answer *answer)
{
    struct registering *r = state;
    const char *said = failed(answer->fault) ? NULL : rows_text(answer->rows, 0, 0);

    if (said == NULL)
        reply_fault(r->x, failed(answer->fault) ? answer->fault : FAULT_PATH_UNKNOWN);
    else if (strcmp(said, "too_many") == 0)
        show(r, 409, ORGANISATION_TOO_MANY);
    else
        reply_redirect(r->x, exchange_text(r->x, "/organisations/%s", r->form.once));
}

static void answer_invitation(struct exchange *x, bool joins)
{
    struct answering *a = exchange_new(x, struct answering);

    *a = (struct answering){x, joins};
    if (page_form_is_ours(x))
        db_write(x, QUERY_ORGANISATION_JOIN,
                 DB_VALUES(segment_text(x, 0), account_text(x), joins ? "true" : "false"),
                 invitation_on_answered, a);
}

void invitation_join_start(struct exchange *x)
{
    answer_invitation(x, true);
}

void invitation_decline_start(struct exchange *x)
{
    answer_invitation(x, false);
}

static void invitation_on_answered(void *state, const struct answer *answer)
{
    struct answering *a = state;

    if (failed(answer->fault) || rows_text(answer->rows, 0, 0) == NULL)
        reply_fault(a->x, failed(answer->fault) ? answer->fault : FAULT_PATH_UNKNOWN);
    else
        reply_redirect(a->x, a->joins ? "/organisations" : "/organisations?declined");
}
