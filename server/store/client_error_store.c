#include "store/client_error_store.h"

#include <stdio.h>

#include "core/service.h"
#include "store/db.h"

static continuation store_on_written;

/* Codes are words of ours, so nothing in the lists needs an escape. */
static void write_lists(struct client_error_store *s)
{
    size_t at[4] = {0};

    for (size_t i = 0; i < s->count; i++) {
        const struct client_error *e = &s->taken[i];
        const char *lead = i == 0 ? "{" : ",";

        at[0] += (size_t)snprintf(s->clients + at[0], sizeof(s->clients) - at[0], "%s%lld", lead,
                                  (long long)e->client);
        at[1] +=
            (size_t)snprintf(s->days + at[1], sizeof(s->days) - at[1], "%s%lld", lead, (long long)e->day);
        at[2] +=
            (size_t)snprintf(s->codes + at[2], sizeof(s->codes) - at[2], "%s%s", lead, fault_code(e->fault));
        at[3] += (size_t)snprintf(s->counts + at[3], sizeof(s->counts) - at[3], "%s%ld", lead, e->count);
    }
    snprintf(s->clients + at[0], sizeof(s->clients) - at[0], "}");
    snprintf(s->days + at[1], sizeof(s->days) - at[1], "}");
    snprintf(s->codes + at[2], sizeof(s->codes) - at[2], "}");
    snprintf(s->counts + at[3], sizeof(s->counts) - at[3], "}");
}

void client_error_store(struct client_error_store *s, struct exchange *x, continuation *resume, void *state)
{
    s->x = x;
    s->resume = resume;
    s->state = state;
    s->count = client_errors_take(x->service->client_errors, s->taken);
    if (s->count == 0) {
        resume(state, &(struct answer){.fault = FAULT_NONE});
        return;
    }
    write_lists(s);
    db_write(x, QUERY_CLIENT_ERRORS_ADD, DB_VALUES(s->clients, s->days, s->codes, s->counts),
             store_on_written, s);
}

static void store_on_written(void *state, const struct answer *answer)
{
    struct client_error_store *s = state;

    if (failed(answer->fault))
        client_errors_return(s->x->service, s->taken, s->count);
    s->resume(s->state, answer);
}
