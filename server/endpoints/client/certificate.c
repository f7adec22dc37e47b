#include "endpoints/client/certificate.h"

#include <string.h>

#include "endpoints/certificate/held.h"
#include "endpoints/client/certificate_row.h"
#include "endpoints/page.h"
#include "http/form.h"
#include "http/reply.h"
#include "store/asker.h"
#include "store/db.h"

struct showing {
    struct exchange *x;
    enum certificate_notice notice;
    const char *path;
};

static continuation certificate_on_row, withdrawal_on_done;

static struct showing *begin(struct exchange *x, struct certificate_number *number)
{
    struct showing *s = exchange_new(x, struct showing);
    char text[CERTIFICATE_NUMBER_TEXT];

    s->x = x;
    if (certificate_number_of_path(x, number) == NULL)
        return NULL;
    s->path = exchange_text(x, "/platform/certificates/%s", certificate_number_text(number, text));
    return s;
}

static void show(struct showing *s, const struct certificate_number *number)
{
    db_read(s->x, QUERY_CERTIFICATES_SHOWN, DB_VALUES(administered_text(s->x), number_hex(s->x, number)),
            certificate_on_row, s);
}

void certificate_shown_start(struct exchange *x)
{
    struct certificate_number number;
    struct showing *s = begin(x, &number);

    if (s == NULL)
        return;
    s->notice = query_is(x, "issued")      ? CERTIFICATE_ISSUED
                : query_is(x, "withdrawn") ? CERTIFICATE_WITHDRAWN
                                           : CERTIFICATE_PLAIN;
    show(s, &number);
}

static void certificate_on_row(void *state, const struct answer *answer)
{
    struct showing *s = state;
    struct exchange *x = s->x;
    struct certificate_shown c;

    if (failed(answer->fault) || answer->rows->count == 0) {
        reply_fault(x, failed(answer->fault) ? answer->fault : FAULT_CERTIFICATE_UNKNOWN);
    } else if (!certificate_row(x, answer->rows, 0, &c)) {
        reply_fault(x, FAULT_BUG);
    } else {
        struct page page = page_for(x, s->path);

        reply_page(x, 200, client_certificate_page(&page, s->notice, &c));
    }
}

void certificate_withdrawn_start(struct exchange *x)
{
    struct certificate_number number;
    const char *reason;
    struct showing *s;

    if (!page_form_is_ours(x) || (s = begin(x, &number)) == NULL)
        return;
    reason = withdrawal_reason(body_field(x, "reason"));
    if (reason == NULL) {
        s->notice = CERTIFICATE_NO_REASON;
        show(s, &number);
        return;
    }
    db_write(x, QUERY_CERTIFICATE_WITHDRAW,
             DB_VALUES(administered_text(x), exchange_text(x, "\\x%s", number_hex(x, &number)), reason),
             withdrawal_on_done, s);
}

static void withdrawal_on_done(void *state, const struct answer *answer)
{
    struct showing *s = state;

    if (failed(answer->fault) || answer->rows->count == 0)
        reply_fault(s->x, failed(answer->fault) ? answer->fault : FAULT_CERTIFICATE_UNKNOWN);
    else
        reply_redirect(s->x, exchange_text(s->x, "%s?withdrawn", s->path));
}
