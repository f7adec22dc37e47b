#include "endpoints/owner/sessions.h"

#include "core/seal.h"
#include "core/service.h"
#include "core/settings.h"
#include "endpoints/page.h"
#include "http/form.h"
#include "http/reply.h"
#include "render/account_page.h"
#include "store/account_store.h"
#include "store/asker.h"
#include "store/db.h"

static continuation sessions_on_rows, sessions_on_ended;

void sessions_start(struct exchange *x)
{
    const struct settings *s = x->service->settings;

    db_read(x, QUERY_SESSIONS_OF_ACCOUNT,
            DB_VALUES(account_text(x), session_text(x), exchange_text(x, "%ld", s->session_idle),
                      exchange_text(x, "%ld", s->session_seconds)),
            sessions_on_rows, x);
}

const struct open_session *sessions_read(struct exchange *x, const struct rows *rows)
{
    enum column { HANDLE, DEVICE, BROWSER, HASH, NETWORK, BEGAN, USED, HERE };
    struct open_session *open = exchange_alloc(x, sizeof(*open) * ((size_t)rows->count + 1));
    for (int row = 0; row < rows->count; row++)
        open[row] = (struct open_session){
            .handle = exchange_kept(x, rows_text(rows, row, HANDLE)),
            .device = exchange_kept(x, rows_text(rows, row, DEVICE)),
            .browser = exchange_kept(x, rows_text(rows, row, BROWSER)),
            .network = network_open(&x->pool, x->service->keys, rows_text(rows, row, HASH),
                                    rows_bytes(&x->pool, rows, row, NETWORK)),
            .began = rows_number(rows, row, BEGAN),
            .used = rows_number(rows, row, USED),
            .here = rows_true(rows, row, HERE),
        };
    return open;
}

static void sessions_on_rows(void *state, const struct answer *answer)
{
    struct exchange *x = state;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    const struct open_session *open = sessions_read(x, answer->rows);
    struct page page = page_for(x, "/account/sessions");
    reply_page(x, 200,
               sessions_page(&page, open, (size_t)answer->rows->count, query_field(x, "ended") != NULL));
}

/* One that ended before, and one of somebody else, are answered in the same way: it is not there any more. */
void session_end_start(struct exchange *x)
{
    if (page_form_is_ours(x))
        db_write(x, QUERY_SESSION_END_ONE, DB_VALUES(account_text(x), session_text(x), segment_text(x, 0)),
                 sessions_on_ended, x);
}

void session_end_others_start(struct exchange *x)
{
    if (page_form_is_ours(x))
        db_write(x, QUERY_SESSION_END_OTHERS, DB_VALUES(account_text(x), session_text(x)), sessions_on_ended,
                 x);
}

static void sessions_on_ended(void *state, const struct answer *answer)
{
    if (failed(answer->fault))
        reply_fault(state, answer->fault);
    else
        reply_redirect(state, "/account/sessions?ended=1");
}
