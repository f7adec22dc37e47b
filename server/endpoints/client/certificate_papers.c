#include "endpoints/client/certificate_papers.h"

#include <string.h>

#include "endpoints/certificate/document.h"
#include "endpoints/client/errand.h"
#include "endpoints/page.h"
#include "http/form.h"
#include "http/multipart.h"
#include "http/reply.h"
#include "render/certificate_papers_page.h"
#include "render/certificate_refusal.h"

struct papers_flow {
    struct exchange *x, *own; /* own: the client's, see errand.h */
    struct photo_field photo[DOCUMENT_PHOTOS];
    struct papers_sending shown;
};

static document_sent papers_on_sent;
static void papers_on_refused(void *state, const struct refusal *refusal);

static struct papers_flow *begin(struct exchange *x)
{
    struct papers_flow *p = exchange_new(x, struct papers_flow);

    p->x = x;
    document_photos(p->photo);
    p->shown = (struct papers_sending){.photo = p->photo, .photo_count = DOCUMENT_PHOTOS};
    return p;
}

static void show(struct papers_flow *p, int status)
{
    struct page page = page_for(p->x, "/platform/certificates/papers");

    reply_page(p->x, status, certificate_papers_page(&page, &p->shown));
}

void certificate_papers_start(struct exchange *x)
{
    show(begin(x), 200);
}

static void papers_on_client(void *state, struct exchange *own)
{
    struct papers_flow *p = state;

    p->own = own;
    document_send_for(own, p->x, p->photo, papers_on_sent, p);
}

void certificate_papers_send_start(struct exchange *x)
{
    struct papers_flow *p = begin(x);

    multipart_read(x);
    if (!page_form_is_ours(x))
        return;
    p->shown.vin = body_field(x, "vin");
    errand_begin(x, papers_on_client, papers_on_refused, p);
}

static void papers_on_sent(void *state, const char *handle, bool before)
{
    struct papers_flow *p = state;
    struct exchange *x = p->x;

    if (exchange_wanted(x))
        reply_redirect(x,
                       exchange_text(x, "/platform/certificates?%s=%s", before ? "waiting" : "sent", handle));
    errand_end(x, p->own);
}

/* Photos have their faults in the form's own fields; the browser may ask for neither, as one is enough. */
static void tell(struct papers_flow *p, const struct refusal *refusal)
{
    struct exchange *x = p->x;
    struct page page = page_for(x, "/platform/certificates/papers");

    p->photo[0].needed = false;
    if (refusal->fault == FAULT_LIMIT)
        reply_header(x, "retry-after", exchange_text(x, "%ld", p->own->retry_after));
    for (const struct refusal *r = refusal; r != NULL; r = r->next) {
        if (r->pointer == NULL)
            p->shown.refused =
                refusal_words(&page, r->fault == FAULT_LIMIT ? "papers_limit" : fault_code(r->fault), NULL);
        else if (strcmp(r->pointer, "/vin") == 0)
            p->shown.vin_error = refusal_words(&page, fault_code(r->fault), r->pointer);
    }
    show(p, errand_status(refusal->fault));
}

static void papers_on_refused(void *state, const struct refusal *refusal)
{
    struct papers_flow *p = state;

    if (exchange_wanted(p->x))
        tell(p, refusal);
    errand_end(p->x, p->own);
}
