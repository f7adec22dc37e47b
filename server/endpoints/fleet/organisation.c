#include "endpoints/fleet/organisation.h"

#include <string.h>

#include "core/seal.h"
#include "core/service.h"
#include "http/form.h"
#include "http/reply.h"
#include "store/asker.h"
#include "store/db.h"
#include "store/organisation_store.h"

struct finding_one {
    struct exchange *x;
    struct organisation found;
    bool managed_only;
    organisation_done *next;
    void *state;
};

enum column { HANDLE, SEALED, STATE, REASON, ROLE, MEMBERS };

static continuation find_on_row;

static void find(struct exchange *x, bool managed_only, organisation_done *next, void *state)
{
    struct finding_one *f = exchange_new(x, struct finding_one);

    *f = (struct finding_one){.x = x, .managed_only = managed_only, .next = next, .state = state};
    db_read(x, QUERY_ORGANISATION_READ, DB_VALUES(segment_text(x, 0), account_text(x)), find_on_row, f);
}

void organisation_find(struct exchange *x, organisation_done *next, void *state)
{
    find(x, false, next, state);
}

void organisation_find_managed(struct exchange *x, organisation_done *next, void *state)
{
    find(x, true, next, state);
}

bool organisation_from_row(struct exchange *x, const struct rows *rows, int row, int handle, int sealed,
                           struct organisation *organisation)
{
    struct company company;

    organisation->handle = exchange_kept(x, rows_text(rows, row, handle));
    if (!company_open(&x->pool, x->service->keys, organisation->handle,
                      rows_bytes(&x->pool, rows, row, sealed), &company))
        return false;
    organisation->code = company.code;
    organisation->name = company.name;
    return true;
}

static void find_on_row(void *state, const struct answer *answer)
{
    struct finding_one *f = state;
    struct exchange *x = f->x;
    struct organisation *o = &f->found;
    const struct rows *rows = answer->rows;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    if (rows->count == 0 || !organisation_from_row(x, rows, 0, HANDLE, SEALED, o)) {
        reply_fault(x, FAULT_PATH_UNKNOWN);
        return;
    }
    o->state = exchange_kept(x, rows_text(rows, 0, STATE));
    o->reason = exchange_kept(x, rows_text(rows, 0, REASON));
    o->administers = strcmp(rows_text(rows, 0, ROLE), "administrator") == 0;
    o->members = (long)rows_number(rows, 0, MEMBERS);
    if (f->managed_only && !(o->administers && strcmp(o->state, "approved") == 0))
        reply_fault(x, FAULT_PATH_UNKNOWN);
    else
        f->next(f->state, o);
}

const char *organisation_ticket(struct exchange *x, const char *field)
{
    const char *text = body_field(x, field);

    return text != NULL && strlen(text) == TICKET_TEXT - 1 &&
                   strspn(text, "0123456789abcdef") == TICKET_TEXT - 1
               ? text
               : NULL;
}
