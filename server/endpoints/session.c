#include "endpoints/session.h"

#include "endpoints/page.h"
#include "http/cookie.h"
#include "http/reply.h"
#include "store/asker.h"

struct ending {
    struct exchange *x;
    const char *after;
};

static continuation end_on_done;

void session_leave(struct exchange *x, enum query query, const char *after)
{
    struct ending *e = exchange_new(x, struct ending);

    *e = (struct ending){x, after};
    if (!page_form_is_ours(x))
        return;
    cookie_set(x, SESSION_COOKIE, "", 0);
    db_write(x, query, DB_VALUES(session_text(x)), end_on_done, e);
}

static void end_on_done(void *state, const struct answer *answer)
{
    struct ending *e = state;

    if (failed(answer->fault))
        reply_fault(e->x, answer->fault);
    else
        reply_redirect(e->x, e->after);
}
