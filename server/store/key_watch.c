#include "store/key_watch.h"

#include "core/log.h"
#include "store/db.h"

static continuation watch_on_read;

void key_watch_run(struct key_watch *w, struct exchange *x, continuation *resume, void *state)
{
    w->resume = resume;
    w->state = state;
    db_read(x, QUERY_CERTIFICATE_KEY_WATCH, (struct db_values){0}, watch_on_read, w);
}

static void tell(enum key_state state, long days)
{
    if (state == KEY_STATE_NONE)
        log_line(LOG_ERROR, "no_signing_key", "do", "chedang key rotate", NULL);
    else if (state == KEY_STATE_ENDS)
        log_line(LOG_WARNING, "signing_key_ends", "days", log_number(days), "do", "chedang key rotate", NULL);
}

static void watch_on_read(void *state, const struct answer *answer)
{
    enum { DAYS_LEFT, DAYS_ENOUGH = 14 };
    struct key_watch *w = state;

    if (!failed(answer->fault)) {
        bool none = rows_text(answer->rows, 0, DAYS_LEFT) == NULL;
        long days = (long)rows_number(answer->rows, 0, DAYS_LEFT);
        enum key_state found = none ? KEY_STATE_NONE : days < DAYS_ENOUGH ? KEY_STATE_ENDS : KEY_STATE_GOOD;

        if (found != w->told)
            tell(found, days);
        w->told = found;
    }
    w->resume(w->state, answer);
}
