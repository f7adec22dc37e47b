#include "endpoints/client/certificate_form.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "core/seal.h"
#include "core/service.h"
#include "endpoints/certificate/consent.h"
#include "endpoints/certificate/issue.h"
#include "endpoints/certificate/request.h"
#include "endpoints/client/certificate_row.h"
#include "endpoints/client/errand.h"
#include "endpoints/client/request_text.h"
#include "endpoints/page.h"
#include "history/phone.h"
#include "http/form.h"
#include "http/reply.h"
#include "render/certificate_form_page.h"
#include "render/certificate_refusal.h"
#include "store/asker.h"
#include "store/certificate_store.h"
#include "store/db.h"
#include "store/review_store.h"

/* Stands for what the owner has still to say, while the rest is looked at. */
#define NO_REQUEST "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define NO_CODE    "000000"

struct form_flow {
    struct exchange *x, *own; /* own: the client's, see errand.h */
    struct certificate_form shown;
    int status;
    bool opened;      /* not sent */
    bool phone_wrong; /* found with the mistakes in what else was entered */
};

static continuation form_on_predecessor, form_on_choices;
static void form_on_refused(void *state, const struct refusal *refusal);
static void form_on_issued(void *state, const struct certificate_number *number, const char *until);

static void render(struct form_flow *f)
{
    struct page page = page_for(f->x, "/platform/certificates/new");
    char once[TICKET_TEXT];

    if (f->shown.once == NULL) {
        ticket_new(once);
        f->shown.once = exchange_kept(f->x, once);
    }
    reply_page(f->x, f->status, certificate_form_page(&page, &f->shown));
}

/* The first step offers the papers that count now. */
static void show(struct form_flow *f, int status)
{
    struct exchange *x = f->x;

    f->status = status;
    if (f->shown.request != NULL)
        render(f);
    else
        db_read(x, QUERY_CERTIFICATE_DOCUMENTS_GOOD,
                DB_VALUES(administered_text(x), f->shown.papers, exchange_text(x, "%d", PAPERS_CHOICES)),
                form_on_choices, f);
}

/* A form that was opened on a case begins with its VIN; one that was sent keeps what was typed. */
static void form_on_choices(void *state, const struct answer *answer)
{
    enum { HANDLE, VIN, GOOD_UNTIL };
    struct form_flow *f = state;
    struct exchange *x = f->x;
    struct certificate_form *s = &f->shown;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    struct papers_choice *choice = exchange_alloc(x, sizeof(*choice) * ((size_t)answer->rows->count + 1));
    for (int row = 0; row < answer->rows->count; row++) {
        const char *handle = exchange_kept(x, rows_text(answer->rows, row, HANDLE));

        choice[row] = (struct papers_choice){
            .handle = handle,
            .vin = review_vin_open(x, handle, rows_bytes(&x->pool, answer->rows, row, VIN)),
            .good_until = rows_number(answer->rows, row, GOOD_UNTIL),
        };
        if (f->opened && s->papers != NULL && strcmp(handle, s->papers) == 0) {
            s->ground = BY_PAPERS;
            s->vin = choice[row].vin;
        }
    }
    s->choice = choice;
    s->choice_count = (size_t)answer->rows->count;
    render(f);
}

static struct form_flow *begin(struct exchange *x)
{
    struct form_flow *f = exchange_new(x, struct form_flow);

    f->x = x;
    return f;
}

/* ?next=NUMBER: in place of one that counts no more; ?papers=HANDLE: on a case that was approved. */
void certificate_form_start(struct exchange *x)
{
    struct form_flow *f = begin(x);
    const char *next = query_field(x, "next"), *papers = query_field(x, "papers");
    struct certificate_number number;

    f->opened = true;
    f->shown.papers = ticket_fits(papers) ? papers : NULL;
    if (next != NULL && certificate_number_parse(next, strlen(next), &number))
        db_read(x, QUERY_CERTIFICATES_SHOWN, DB_VALUES(administered_text(x), number_hex(x, &number)),
                form_on_predecessor, f);
    else
        show(f, 200);
}

static void form_on_predecessor(void *state, const struct answer *answer)
{
    struct form_flow *f = state;
    struct certificate_shown c;

    if (failed(answer->fault)) {
        reply_fault(f->x, answer->fault);
        return;
    }
    if (answer->rows->count == 1 && certificate_row(f->x, answer->rows, 0, &c)) {
        f->shown.vin = c.vin;
        f->shown.reference = c.reference;
        f->shown.destination = c.destination;
        f->shown.language = c.language;
        f->shown.predecessor = c.number;
    }
    show(f, 200);
}

static enum form_ground ground_of(const char *code)
{
    if (code != NULL && strcmp(code, "code") == 0)
        return BY_CODE;
    return code != NULL && strcmp(code, "papers") == 0 ? BY_PAPERS : BY_SHARE;
}

static void read_fields(struct form_flow *f)
{
    struct exchange *x = f->x;
    struct certificate_form *s = &f->shown;
    const char *ground = body_field(x, "ground"), *once = body_field(x, "once");

    s->once = ticket_fits(once) ? once : NULL;
    s->vin = body_field(x, "vin");
    s->reference = body_field(x, "reference");
    s->destination = body_field(x, "destination");
    s->language = body_field(x, "language");
    s->share = body_field(x, "share");
    s->pin = body_field(x, "pin");
    s->phone = body_field(x, "phone");
    s->code = body_field(x, "code");
    s->papers = body_field(x, "papers");
    s->predecessor = body_field(x, "predecessor");
    s->request = body_field(x, "request");
    if (s->request != NULL && (*s->request == '\0' || body_field(x, "again") != NULL))
        s->request = NULL;
    s->ground = s->request != NULL ? BY_CODE : ground_of(ground);
}

static h2o_iovec_t request_of(struct form_flow *f, const char *request, const char *code)
{
    const struct certificate_form *s = &f->shown;
    const struct request_text text = {
        .vin = s->vin,
        .reference = s->reference,
        .destination = s->destination,
        .language = s->language,
        .predecessor = s->predecessor,
        .share = s->ground == BY_SHARE ? s->share : NULL,
        .pin = s->ground == BY_SHARE ? s->pin : NULL,
        .request = s->ground == BY_CODE ? request : NULL,
        .code = s->ground == BY_CODE ? code : NULL,
        .papers = s->ground != BY_PAPERS ? NULL
                  : s->papers == NULL    ? ""
                                         : s->papers,
    };

    return request_json(f->own, &text);
}

static void form_on_asked(void *state, const char *request)
{
    struct form_flow *f = state;
    struct exchange *x = f->x;

    f->shown.request = exchange_kept(x, request);
    f->shown.code = NULL;
    if (exchange_wanted(x))
        show(f, 200);
    errand_end(x, f->own);
}

static bool phone_is_one(const char *text)
{
    char phone[PHONE_TEXT];

    return text != NULL && phone_normalise(text, strlen(text), phone);
}

/* What else was entered is looked at first, so that nobody gets a code for nothing. */
static void ask_owner(struct form_flow *f)
{
    struct exchange *own = f->own;
    h2o_iovec_t whole = request_of(f, NO_REQUEST, NO_CODE);
    struct certificate_request request;

    f->phone_wrong = !phone_is_one(f->shown.phone);
    if (!certificate_request_given(own, whole, h2o_iovec_init(NO_CODE, strlen(NO_CODE)), &request))
        return;
    json_t *body = json_pack("{s:s, s:s}", "vin", request.vin.text, "phone",
                             f->shown.phone == NULL ? "" : f->shown.phone);
    char *text = body == NULL ? NULL : json_dumps(body, JSON_COMPACT);
    json_decref(body);
    if (text != NULL)
        exchange_adopt(own, text, free);
    certificate_consent_for(own, h2o_iovec_init(text, text == NULL ? 0 : strlen(text)), form_on_asked, f);
}

static void form_on_client(void *state, struct exchange *own)
{
    struct form_flow *f = state;
    const char *key;

    f->own = own;
    if (f->shown.ground == BY_CODE && f->shown.request == NULL) {
        ask_owner(f);
        return;
    }
    key = exchange_text(own, "form %s", f->shown.once);
    certificate_issue_for(own, request_of(f, f->shown.request, f->shown.code),
                          h2o_iovec_init(key, strlen(key)), form_on_issued, f);
}

void certificate_sent_start(struct exchange *x)
{
    struct form_flow *f = begin(x);

    if (!page_form_is_ours(x))
        return;
    read_fields(f);
    if (f->shown.once == NULL)
        reply_fault(x, FAULT_FORM_EXPIRED);
    else
        errand_begin(x, form_on_client, form_on_refused, f);
}

static void form_on_issued(void *state, const struct certificate_number *number, const char *until)
{
    struct form_flow *f = state;
    struct exchange *x = f->x;
    char text[CERTIFICATE_NUMBER_TEXT];

    (void)until;
    if (exchange_wanted(x))
        reply_redirect(
            x, exchange_text(x, "/platform/certificates/%s?issued", certificate_number_text(number, text)));
    errand_end(x, f->own);
}

/* Which field it is; CERTIFICATE_FIELDS for none. */
static enum certificate_field field_of(const char *pointer)
{
    static const struct {
        const char *pointer;
        enum certificate_field field;
    } fields[] = {
        {"/vin",              FIELD_VIN        },
        {"/reference",        FIELD_REFERENCE  },
        {"/destination",      FIELD_DESTINATION},
        {"/language",         FIELD_LANGUAGE   },
        {"/ground",           FIELD_SHARE      },
        {"/ground/document",  FIELD_SHARE      },
        {"/ground/share",     FIELD_SHARE      },
        {"/ground/pin",       FIELD_PIN        },
        {"/ground/code/code", FIELD_CODE       },
        {"/phone",            FIELD_PHONE      },
    };

    for (size_t i = 0; pointer != NULL && i < sizeof(fields) / sizeof(fields[0]); i++)
        if (strcmp(fields[i].pointer, pointer) == 0)
            return fields[i].field;
    return CERTIFICATE_FIELDS;
}

/* Beside its field, or above the form where it has none. */
static void mark(struct form_flow *f, const struct page *page, const struct refusal *refusal)
{
    struct certificate_form *s = &f->shown;
    enum certificate_field field = field_of(refusal->pointer);
    const char *words = refusal_words(page, fault_code(refusal->fault), refusal->pointer);

    if (field == FIELD_SHARE && s->ground == BY_PAPERS)
        field = FIELD_PAPERS;
    if (field == CERTIFICATE_FIELDS || (field == FIELD_CODE && s->request == NULL))
        s->refused = words;
    else
        s->error[field] = words;
    if (s->request != NULL && field != FIELD_CODE && field != CERTIFICATE_FIELDS)
        s->request = NULL; /* the first step has that field */
}

static void tell(struct form_flow *f, const struct refusal *refusal)
{
    struct exchange *x = f->x;
    struct page page = page_for(x, "/platform/certificates/new");

    if (refusal->fault == FAULT_KEY_REUSED) /* another entry in a form that was used */
        f->shown.once = NULL;
    if (refusal->fault == FAULT_CODE_ENDED)
        f->shown.request = NULL;
    for (const struct refusal *one = refusal; one != NULL; one = one->next)
        mark(f, &page, one);
    if (f->phone_wrong)
        f->shown.error[FIELD_PHONE] = refusal_words(&page, fault_code(FAULT_FIELD_INVALID), "/phone");
    if (refusal->fault == FAULT_LIMIT)
        reply_header(x, "retry-after", "3600");
    show(f, errand_status(refusal->fault));
}

static void form_on_refused(void *state, const struct refusal *refusal)
{
    struct form_flow *f = state;

    if (exchange_wanted(f->x))
        tell(f, refusal);
    errand_end(f->x, f->own);
}
