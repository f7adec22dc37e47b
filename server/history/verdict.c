#include "history/verdict.h"

#include <string.h>

#include "history/misreading.h"
#include "history/record.h"
#include "history/series.h"

enum { CONFIRMING_READINGS = 2, COPIED_AFTER_DAYS = 30 };

/* clang-format off */
static const struct {
    const char *code, *rule;
} words[REASON_COUNT] = {
    [REASON_NONE]              = {"none", NULL},
    [REASON_TOO_FEW]           = {"too_few_readings", "K9"},
    [REASON_ODOMETER_REPLACED] = {"odometer_replaced", "K8"},
    [REASON_LIKELY_TYPING]     = {"likely_typing_error", "K3"},
    [REASON_DIGIT]             = {"digit_error", "K6"},
    [REASON_UNIT]              = {"miles_or_kilometres", "K6"},
    [REASON_SWAPPED]           = {"digits_exchanged", "K6"},
    [REASON_LOWER_SAME_DAY]    = {"lower_same_day", "K2"},
    [REASON_LOWER]             = {"lower_reading", "K1"},
    [REASON_LOWER_CONFIRMED]   = {"lower_reading_confirmed", "K4"},
    [REASON_RATE]              = {"implausible_rate", "K5"},
    [REASON_COPIED]            = {"copied_reading", "K7"},
};
/* clang-format on */

const char *verdict_class_code(enum verdict_class class)
{
    static const char *const codes[] = {"no_judgement", "consistent", "inconsistent"};

    return codes[class];
}

const char *verdict_reason_code(enum verdict_reason reason)
{
    return words[reason].code;
}

const char *verdict_reason_rule(enum verdict_reason reason)
{
    return words[reason].rule;
}

static void give_reason(struct verdict *v, enum verdict_reason reason)
{
    for (size_t i = 0; i < v->reason_count; i++)
        if (v->reasons[i] == reason)
            return;
    v->reasons[v->reason_count++] = reason;
}

static void give_evidence(struct verdict *v, enum verdict_reason reason, const struct reading *r,
                          const struct reading *against, long fitting_km)
{
    give_reason(v, reason);
    if (v->evidence_count == VERDICT_MAX_EVIDENCE)
        return;
    v->evidence[v->evidence_count++] =
        (struct verdict_evidence){.reason = reason,
                                  .record = r->record,
                                  .compared = against != NULL,
                                  .against = against == NULL ? 0 : against->record,
                                  .fitting_km = fitting_km};
}

/* K4: later readings of other workshops stay below the one that was fallen from. */
static bool confirmed(const struct series *s, size_t at, const struct reading *fallen_from)
{
    size_t readings = 0;
    int64_t first_workshop = s->reading[at].workshop;
    bool another = false;

    for (size_t i = at + 1; i < s->count && readings < CONFIRMING_READINGS; i++) {
        if (!reading_falls(fallen_from, &s->reading[i]))
            return false;
        another = another || s->reading[i].workshop != first_workshop;
        readings++;
    }
    return readings == CONFIRMING_READINGS && another;
}

/* Readings that stay low after one that fell are its witnesses, not more of the same. */
static void judge_falls(const struct series *s, struct verdict *v)
{
    const struct reading *highest = &s->reading[0];
    bool low = false;

    for (size_t i = 1; i < s->count; i++) {
        const struct reading *r = &s->reading[i];
        bool lower = reading_falls(highest, r), again = low && !reading_falls(&s->reading[i - 1], r);

        if (lower && reading_same_day(highest, r)) {
            /* In which order, nobody can say. */
            give_evidence(v, REASON_LOWER_SAME_DAY, r, highest, 0);
        } else if (lower && !again) {
            v->class = VERDICT_INCONSISTENT;
            give_evidence(v, confirmed(s, i, highest) ? REASON_LOWER_CONFIRMED : REASON_LOWER, r, highest, 0);
        }
        low = lower && !reading_same_day(highest, r);
        if (r->km > highest->km)
            highest = r;
    }
}

/* A reading that is too high is an error, but whose, cannot be told; nobody turns an odometer forward. */
static void judge_rates(const struct series *s, struct verdict *v)
{
    for (size_t i = 1; i < s->count; i++) {
        if (!reading_races(&s->reading[i - 1], &s->reading[i]))
            continue;
        if (v->class == VERDICT_CONSISTENT)
            v->class = VERDICT_NO_JUDGEMENT;
        give_evidence(v, REASON_RATE, &s->reading[i], &s->reading[i - 1], 0);
    }
}

/* What is not done to a vehicle that stands still. */
static bool has_wear(const struct reading *r)
{
    return (r->works & (CODE_BIT(WORK_MAINTENANCE) | CODE_BIT(WORK_OIL) | CODE_BIT(WORK_BRAKES) |
                        CODE_BIT(WORK_TYRES) | CODE_BIT(WORK_CLUTCH))) != 0;
}

/* Says nothing about the vehicle, only about the care of a workshop: the class stays. */
static void judge_copies(const struct series *s, struct verdict *v)
{
    for (size_t i = 1; i < s->count; i++) {
        const struct reading *before = &s->reading[i - 1], *r = &s->reading[i];

        if (r->km == before->km && has_wear(r) &&
            date_days_between(before->until, r->since) > COPIED_AFTER_DAYS)
            give_evidence(v, REASON_COPIED, r, before, 0);
    }
}

/*
 * K3: one that does not fit the others is more likely mistyped than turned back. Where more than one may be
 * it, the one that a slip of the hand explains.
 */
static bool find_outlier(const struct series *s, size_t *outlier, enum verdict_reason *slip, long *fitting_km)
{
    bool found = false;

    *slip = REASON_NONE;
    if (s->count < 3 || series_plausible_without(s, s->count))
        return false;
    for (size_t i = 0; i < s->count && *slip == REASON_NONE; i++) {
        if (!series_plausible_without(s, i))
            continue;
        *slip = misreading_of(s, i, fitting_km);
        if (!found || *slip != REASON_NONE)
            *outlier = i;
        found = true;
    }
    return found;
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
    enum verdict_reason slip;
    long fitting_km = 0;

    series_collect(history, &s);
    v.readings = (unsigned)s.count;
    if (s.count < 2) {
        give_reason(&v, REASON_TOO_FEW);
    } else if (was_replaced(history)) {
        give_reason(&v, REASON_ODOMETER_REPLACED);
    } else if (find_outlier(&s, &outlier, &slip, &fitting_km)) {
        give_evidence(&v, REASON_LIKELY_TYPING, &s.reading[outlier], NULL, 0);
        if (slip != REASON_NONE)
            give_evidence(&v, slip, &s.reading[outlier], NULL, fitting_km);
    } else {
        v.class = VERDICT_CONSISTENT;
        judge_falls(&s, &v);
        judge_rates(&s, &v);
        judge_copies(&s, &v);
    }
    return v;
}
