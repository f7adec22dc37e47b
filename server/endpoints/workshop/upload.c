#include "endpoints/workshop/upload.h"

#include <string.h>

#include "core/date.h"
#include "core/die_at.h"
#include "core/service.h"
#include "core/settings.h"
#include "store/db.h"
#include "store/limits.h"
#include "store/repair_store.h"
#include "store/turns.h"

/* Programs wait three seconds for an answer; a store that comes back within two is not told to them. */
#define KEEP_TRYING_NS 2000000000
#define PAUSE_NS       200000000

struct upload {
    struct exchange *x;
    struct upload_from from;
    struct raw_submission raw;
    const char *reason; /* why it is set apart; NULL: it is read first */
    struct db_values values;
    enum query query; /* of the statement that keeps it */
    struct upload_told told;
    upload_continuation *then;
    void *state;
};

struct waiting {
    struct pending pending;
    struct turn turn;
};

static continuation upload_on_turn, upload_on_limited, upload_on_quarantine_limited, upload_on_stored,
    upload_on_pause, upload_on_lease_over;

static void begin(struct upload *u)
{
    limits_take(u->x, LIMIT_WORKSHOP, 1, &u->from.workshop, sizeof(u->from.workshop), upload_on_limited, u);
}

void upload_submit(struct exchange *x, const struct upload_from *from, const struct raw_submission *raw,
                   upload_continuation *then, void *state)
{
    struct upload *u = exchange_new(x, struct upload);

    *u = (struct upload){.x = x, .from = *from, .raw = *raw, .then = then, .state = state};
    begin(u);
}

void upload_set_apart(struct exchange *x, const struct upload_from *from, const char *reason,
                      const char *detail, upload_continuation *then, void *state)
{
    struct upload *u = exchange_new(x, struct upload);

    *u = (struct upload){
        .x = x, .from = *from, .reason = reason, .told = {.detail = detail}, .then = then, .state = state};
    begin(u);
}

static void end(struct upload *u, enum fault fault)
{
    u->told.fault = fault;
    u->then(u->state, &u->told);
}

/* "V1,D1" for the shelf, and the sentences for the workshop. */
static void name_findings(struct upload *u, const char **codes, const char **sentences)
{
    *codes = *sentences = "";
    for (enum finding f = 0; f < FINDING_COUNT; f++) {
        if (!(u->told.findings & FINDING_BIT(f)) || finding_told(f) == NULL)
            continue;
        *codes = exchange_text(u->x, "%s%s%s", *codes, **codes == '\0' ? "" : ",", finding_code(f));
        *sentences =
            exchange_text(u->x, "%s%s%s", *sentences, **sentences == '\0' ? "" : "；", finding_told(f));
    }
}

static void let_next_go(struct turns *turns)
{
    struct turn *next;

    while ((next = turns_next(turns)) != NULL)
        pending_finish(&H2O_STRUCT_FROM_MEMBER(struct waiting, turn, next)->pending,
                       &(struct answer){.fault = FAULT_NONE});
}

/* From here on it goes on without the client, who may have left. */
static void store(struct upload *u)
{
    struct turns *turns = u->x->service->turns;
    struct waiting *w;

    u->x->detached = true;
    w = pending_new(sizeof(*w), u->x, upload_on_turn, u);
    if (turns_enter(turns, u->from.vendor != 0 ? -u->from.vendor : u->from.workshop, &w->turn))
        let_next_go(turns);
    else
        pending_refuse(&w->pending, FAULT_BUSY);
}

static void upload_on_turn(void *state, const struct answer *answer)
{
    struct upload *u = state;

    if (failed(answer->fault)) /* too much of the same sender waits */
        end(u, answer->fault);
    else
        db_write_together(u->x, u->query, u->values, upload_on_stored, u);
}

static void set_apart(struct upload *u, const char *reason)
{
    struct exchange *x = u->x;

    u->told.outcome = UPLOAD_QUARANTINED;
    u->query = QUERY_QUARANTINE_INSERT;
    u->values.count = QUARANTINE_PARAMETERS;
    quarantine_parameters(&x->pool, x->service->keys, u->from.workshop, u->from.family, reason,
                          u->from.token == NULL ? "" : u->from.token, u->from.message, u->values.value);
    limits_take(x, LIMIT_QUARANTINE, 1, &u->from.workshop, sizeof(u->from.workshop),
                upload_on_quarantine_limited, u);
}

static void upload_on_limited(void *state, const struct answer *answer)
{
    struct upload *u = state;
    struct exchange *x = u->x;
    struct submission submission;
    const char *codes, *sentences;

    if (failed(answer->fault)) {
        end(u, answer->fault);
        return;
    }
    if (u->reason != NULL) {
        set_apart(u, u->reason);
        return;
    }
    submission_read(&x->pool, &u->raw, date_today(), &submission);
    u->told.findings = submission.findings;
    name_findings(u, &codes, &sentences);
    u->told.detail = *sentences == '\0' ? NULL : sentences;
    if (findings_quarantine(submission.findings)) {
        set_apart(u, codes);
        return;
    }
    u->query = QUERY_REPAIR_ACCEPT;
    u->values.count = ACCEPT_PARAMETERS;
    repair_accept_parameters(&x->pool, x->service->keys, &submission, u->from.workshop, u->from.family,
                             u->from.message, u->values.value);
    store(u);
}

static void upload_on_quarantine_limited(void *state, const struct answer *answer)
{
    struct upload *u = state;

    if (failed(answer->fault))
        end(u, answer->fault);
    else
        store(u);
}

static enum upload_outcome outcome_of(const char *word)
{
    if (strcmp(word, "unchanged") == 0)
        return UPLOAD_UNCHANGED;
    if (strcmp(word, "corrected") == 0)
        return UPLOAD_CORRECTED;
    return strcmp(word, "moved") == 0 ? UPLOAD_MOVED : UPLOAD_NEW;
}

static void note_outcome(struct upload *u, const struct rows *rows)
{
    if (u->told.outcome == UPLOAD_QUARANTINED) {
        count(u->x->service, uploads_quarantined);
        return;
    }
    u->told.outcome = outcome_of(rows_text(rows, 0, 0));
    if (u->told.outcome == UPLOAD_UNCHANGED)
        count(u->x->service, uploads_unchanged);
    else
        count(u->x->service, uploads_stored);
}

static void upload_on_stored(void *state, const struct answer *answer)
{
    struct upload *u = state;
    struct exchange *x = u->x;
    int64_t now = clock_monotonic();

    turns_leave(x->service->turns);
    let_next_go(x->service->turns);
    if (failed(answer->fault)) {
        /* Whether it was stored or not: sending it again is safe. */
        if (answer->fault != FAULT_STORE_REFUSED && now - x->began < KEEP_TRYING_NS)
            pending_until(x, now + PAUSE_NS, upload_on_pause, u);
        else
            end(u, answer->fault);
        return;
    }
    die_at("after_commit");
    note_outcome(u, answer->rows);
    if (u->told.outcome == UPLOAD_QUARANTINED) { /* nobody is shown it, so no cache has to be waited for */
        end(u, FAULT_NONE);
        return;
    }
#ifdef BROKEN_NOWAIT
    upload_on_lease_over(u, answer);
#else
    pending_until(x, now + x->service->settings->lease_ms * 1000000, upload_on_lease_over, u);
#endif
}

static void upload_on_pause(void *state, const struct answer *answer)
{
    (void)answer;
    store(state);
}

/* Now no process trusts a poll that could have missed it. */
static void upload_on_lease_over(void *state, const struct answer *answer)
{
    (void)answer;
    end(state, FAULT_NONE);
}
