#include "endpoints/workshop/upload.h"

#include <string.h>

#include "core/date.h"
#include "core/die_at.h"
#include "core/service.h"
#include "core/settings.h"
#include "store/db.h"
#include "store/history_store.h"
#include "store/limits.h"
#include "store/repair_store.h"

/* Programs wait three seconds for an answer; a store that comes back within two is not told to them. */
#define KEEP_TRYING_NS 2000000000
#define PAUSE_NS       200000000
/* What took longer to store is not held against the vehicle's other records while its sender waits. */
#define PROMPT_NS      500000000

struct upload {
    struct exchange *x;
    struct upload_from from;
    struct raw_submission raw;
    const char *reason; /* why it is set apart; NULL: it is read first */
    struct db_values values;
    enum query query; /* of the statement that keeps it */
    struct upload_told told;
    struct advice advice;
    int64_t shown_at; /* of the monotonic clock: from then on nobody sees anything older */
    upload_continuation *then;
    void *state;
};

static continuation upload_on_limited, upload_on_quarantine_limited, upload_on_stored, upload_on_pause,
    upload_on_examined, upload_on_lease_over;

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

/* "V1,D1" for the shelf. */
static const char *codes_of(struct exchange *x, finding_set findings)
{
    const char *codes = "";

    for (enum finding f = 0; f < FINDING_COUNT; f++)
        if (findings & FINDING_BIT(f))
            codes = exchange_text(x, "%s%s%s", codes, *codes == '\0' ? "" : ",", finding_code(f));
    return codes;
}

static void tell(struct upload *u)
{
    u->told.findings |= u->advice.findings;
    u->told.advice = &u->advice;
    u->told.detail = advice_text(&u->x->pool, &u->advice, "zh");
}

/* From here on it goes on without the client, who may have left. */
static void store(struct upload *u)
{
    u->x->detached = true;
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
    const struct thresholds thresholds = thresholds_of(x->service->settings);
    struct submission submission;

    if (failed(answer->fault)) {
        end(u, answer->fault);
        return;
    }
    if (u->reason != NULL) {
        set_apart(u, u->reason);
        return;
    }
    submission_read_by(&x->pool, &u->raw, date_today(), &thresholds, &submission);
    u->told.findings = submission.findings;
    u->advice = advice_of(&submission);
    tell(u);
    if (findings_quarantine(submission.findings)) {
        set_apart(u, codes_of(x, u->advice.findings));
        return;
    }
    u->query = QUERY_REPAIR_ACCEPT;
    u->values.count = ACCEPT_PARAMETERS;
    repair_accept_parameters(&x->pool, x->service->keys, &submission, u->from.workshop, u->from.family,
                             u->from.message, u->values.value);
    u->told.record = u->values.value[ACCEPT_NUMBER] + strlen("\\x");
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

/* The values of the statement that has stored it: vehicle, workshop and number. */
static void examine(struct upload *u)
{
    const char *const *stored = u->values.value;

    db_read(u->x, QUERY_HISTORY_EXAMINE,
            DB_VALUES(exchange_text(u->x, "{\"\\%s\"}", stored[0]), stored[2], stored[3]), upload_on_examined,
            u);
}

static void upload_on_stored(void *state, const struct answer *answer)
{
    struct upload *u = state;
    struct exchange *x = u->x;
    int64_t now = clock_monotonic();

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
    u->shown_at = now + x->service->settings->lease_ms * 1000000;
#ifdef BROKEN_NOWAIT
    upload_on_lease_over(u, answer);
#else
    if (u->told.outcome == UPLOAD_UNCHANGED || now - x->began > PROMPT_NS)
        pending_until(x, u->shown_at, upload_on_lease_over, u);
    else
        examine(u);
#endif
}

/* Mostly before the lease is over, so it costs the sender no time; a store that fails now costs these
 * sentences alone, since what is found is stored by the examiner anyway. */
static void upload_on_examined(void *state, const struct answer *answer)
{
    struct upload *u = state;
    struct exchange *x = u->x;

    if (!failed(answer->fault) && answer->rows->count > 0) {
        const struct thresholds thresholds = thresholds_of(x->service->settings);
        struct found found[RULES_MOST];
        struct history history;
        size_t own;

        history_examined_from_rows(&x->pool, answer->rows, &history, &own);
        advice_add(&u->advice, found, rules_examine(&history, &thresholds, found), own);
    }
    if (u->told.outcome == UPLOAD_MOVED)
        u->advice.findings |= FINDING_BIT(FINDING_U1);
    tell(u);
    pending_until(x, u->shown_at, upload_on_lease_over, u);
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
