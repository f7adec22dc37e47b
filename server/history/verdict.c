#include "history/verdict.h"

#include <string.h>

#include "history/record.h"

enum { TOLERATED_KM = 99, CONFIRMING_READINGS = 2, MOST_READINGS = 1000 };

struct reading {
    size_t record; /* its place in the history */
    struct date on;
    long km;
    int64_t workshop;
};

/* Oldest first. */
struct series {
    struct reading reading[MOST_READINGS];
    size_t count;
};

const char *verdict_class_code(enum verdict_class class)
{
    static const char *const codes[] = {"no_judgement", "consistent", "inconsistent"};

    return codes[class];
}

const char *verdict_reason_code(enum verdict_reason reason)
{
    static const char *const codes[REASON_COUNT] = {
        [REASON_NONE] = "none",
        [REASON_TOO_FEW] = "too_few_readings",
        [REASON_ODOMETER_REPLACED] = "odometer_replaced",
        [REASON_LIKELY_TYPING] = "likely_typing_error",
        [REASON_LOWER_SAME_DAY] = "lower_same_day",
        [REASON_LOWER] = "lower_reading",
        [REASON_LOWER_CONFIRMED] = "lower_reading_confirmed",
    };

    return codes[reason];
}

static struct date day_of(const struct record *r)
{
    return date_known(r->settled_on) ? r->settled_on : r->brought_on;
}

/* A history is newest first, so its end is the beginning. */
static void collect(const struct history *history, struct series *s)
{
    s->count = 0;
    for (size_t i = history->count; i-- > 0 && s->count < MOST_READINGS;) {
        const struct record *r = &history->records[i];

        if (r->odometer_km != ODOMETER_UNKNOWN && date_known(day_of(r)))
            s->reading[s->count++] = (struct reading){i, day_of(r), r->odometer_km, r->workshop.id};
    }
}

static bool falls(const struct reading *before, const struct reading *after)
{
    return before->km - after->km > TOLERATED_KM;
}

static bool same_day(const struct reading *a, const struct reading *b)
{
    return date_compare(a->on, b->on) == 0;
}

/* Whether the series rises when one reading is left out; s->count leaves out none. */
static bool rises_without(const struct series *s, size_t left_out)
{
    const struct reading *highest = NULL;

    for (size_t i = 0; i < s->count; i++) {
        if (i == left_out)
            continue;
        if (highest != NULL && falls(highest, &s->reading[i]) && !same_day(highest, &s->reading[i]))
            return false;
        if (highest == NULL || s->reading[i].km > highest->km)
            highest = &s->reading[i];
    }
    return true;
}

static void give_reason(struct verdict *v, enum verdict_reason reason)
{
    for (size_t i = 0; i < v->reason_count; i++)
        if (v->reasons[i] == reason)
            return;
    v->reasons[v->reason_count++] = reason;
}

static void give_evidence(struct verdict *v, const struct reading *r)
{
    if (v->evidence_count < VERDICT_MAX_EVIDENCE)
        v->evidence[v->evidence_count++] = r->record;
}

/* K4: later readings of other workshops stay below the one that was fallen from. */
static bool confirmed(const struct series *s, size_t at, long fallen_from)
{
    size_t readings = 0;
    int64_t first_workshop = s->reading[at].workshop;
    bool another = false;

    for (size_t i = at + 1; i < s->count && readings < CONFIRMING_READINGS; i++) {
        if (fallen_from - s->reading[i].km <= TOLERATED_KM)
            return false;
        another = another || s->reading[i].workshop != first_workshop;
        readings++;
    }
    return readings == CONFIRMING_READINGS && another;
}

static void judge_falls(const struct series *s, struct verdict *v)
{
    const struct reading *highest = &s->reading[0];

    v->class = VERDICT_CONSISTENT;
    for (size_t i = 1; i < s->count; i++) {
        const struct reading *r = &s->reading[i];

        if (falls(highest, r) && same_day(highest, r)) {
            give_reason(v, REASON_LOWER_SAME_DAY); /* in which order, nobody can say */
        } else if (falls(highest, r)) {
            v->class = VERDICT_INCONSISTENT;
            give_reason(v, confirmed(s, i, highest->km) ? REASON_LOWER_CONFIRMED : REASON_LOWER);
            give_evidence(v, r);
        }
        if (r->km > highest->km)
            highest = r;
    }
}

/* K3: one that does not fit the others is more likely mistyped than turned back. */
static bool find_outlier(const struct series *s, size_t *outlier)
{
    if (s->count < 3 || rises_without(s, s->count))
        return false;
    for (size_t i = 0; i < s->count; i++) {
        if (!rises_without(s, i))
            continue;
        *outlier = i;
        return true;
    }
    return false;
}

static bool was_replaced(const struct history *history)
{
    for (size_t i = 0; i < history->count; i++)
        if (history->records[i].signals & CODE_BIT(SIGNAL_ODOMETER))
            return true;
    return false;
}

struct verdict odometer_verdict(const struct history *history)
{
    struct verdict v = {.class = VERDICT_NO_JUDGEMENT};
    struct series s;
    size_t outlier;

    collect(history, &s);
    v.readings = (unsigned)s.count;
    if (s.count < 2) {
        give_reason(&v, REASON_TOO_FEW);
    } else if (was_replaced(history)) {
        give_reason(&v, REASON_ODOMETER_REPLACED);
    } else if (find_outlier(&s, &outlier)) {
        give_reason(&v, REASON_LIKELY_TYPING);
        give_evidence(&v, &s.reading[outlier]);
    } else {
        judge_falls(&s, &v);
    }
    return v;
}
