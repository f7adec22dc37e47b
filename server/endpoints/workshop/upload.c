#include "endpoints/workshop/upload.h"

#include <string.h>

#include "core/date.h"
#include "core/die_at.h"
#include "core/service.h"
#include "core/settings.h"
#include "store/db.h"
#include "store/finding_store.h"
#include "store/history_store.h"
#include "store/limits.h"
#include "store/repair_store.h"
#include "store/turns.h"
#include "store/unknown_phrases.h"

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
    int64_t shown_at;           /* of the monotonic clock: from then on nobody sees anything older */
    const char *const *unknown; /* names, of submission_read() */
    size_t unknown_count;
    upload_continuation *then;
    void *state;
};

struct waiting {
    struct pending pending;
    struct turn turn;
};

static continuation upload_on_turn, upload_on_limited, upload_on_quarantine_limited, upload_on_stored,
    upload_on_pause, upload_on_examined, upload_on_answered, upload_on_lease_over;

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
    u->unknown = submission.unknown;
    u->unknown_count = submission.unknown_count;
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
    if (u->told.outcome == UPLOAD_UNCHANGED) { /* and its names were counted the first time */
        count(u->x->service, uploads_unchanged);
        return;
    }
    count(u->x->service, uploads_stored);
    for (size_t i = 0; i < u->unknown_count; i++)
        unknown_phrases_note(u->x->service, u->from.workshop, u->unknown[i]);
}

/* The values of the statement that has stored it: vehicle, workshop and number. */
static void examine(struct upload *u)
{
    const char *const *stored = u->values.value;

    db_read(u->x, QUERY_HISTORY_EXAMINE,
            DB_VALUES(exchange_text(u->x, "{\"\\%s\"}", stored[0]), stored[2], stored[3]), upload_on_examined,
            u);
}

/* From now on the workshop has so many days for what it is told of; that a record has moved is no state of
 * it. */
static void note_told(struct upload *u)
{
    if (u->told.detail == NULL)
        pending_until(u->x, u->shown_at, upload_on_lease_over, u);
    else
        finding_answer(u->x, u->from.workshop, u->values.value[ACCEPT_NUMBER],
                       u->told.findings & ~FINDING_BIT(FINDING_U1), upload_on_answered, u);
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
    u->shown_at = now;
#else
    u->shown_at = now + x->service->settings->lease_ms * 1000000;
#endif
    if (now - x->began > PROMPT_NS)
        note_told(u);
    else
        examine(u);
}

/* What could not be noted is told once more, by the pages or the clock. */
static void upload_on_answered(void *state, const struct answer *answer)
{
    struct upload *u = state;

    (void)answer;
    pending_until(u->x, u->shown_at, upload_on_lease_over, u);
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
    note_told(u);
}

static void upload_on_pause(void *state, const struct answer *answer)
{
    (void)answer;
    store(state);
}

static void upload_on_lease_over(void *state, const struct answer *answer)
{
    (void)answer;
    end(state, FAULT_NONE);
}
