#include "history/rules.h"

#include <stdlib.h>
#include <string.h>

#include "history/distance.h"
#include "history/fuel.h"
#include "history/record.h"
#include "history/series.h"

enum { MINUTES_A_DAY = 1440, MINUTES_AN_HOUR = 60, FARTHEST_KM = 6000, NEIGHBOURS = 32, LETTERS = 26 };

struct examination {
    const struct history *history;
    const struct thresholds *thresholds;
    struct found *found;
    size_t count;
    size_t
        order[SERIES_MOST]; /* places of records with a day, by the day they were brought in, oldest first */
    size_t ordered;
};

static void find(struct examination *e, struct found found)
{
    const struct finding_rule *rule = finding_rule(found.finding);

    if (rule->action == FINDING_NOTE || e->count == RULES_MOST)
        return;
    for (size_t i = 0; i < e->count; i++)
        if (e->found[i].finding == found.finding && e->found[i].record == found.record)
            return;
    found.workshop = rule->action == FINDING_SUPERVISE ? 0 : e->history->records[found.record].workshop.id;
    e->found[e->count++] = found;
}

static void find_pair(struct examination *e, enum finding finding, size_t record, size_t other)
{
    find(e, (struct found){.finding = finding, .record = record, .other = (long)other});
}

static enum finding finding_of(enum verdict_reason reason)
{
    static const enum finding findings[REASON_COUNT] = {
        [REASON_NONE] = FINDING_K9,
        [REASON_TOO_FEW] = FINDING_K9,
        [REASON_ODOMETER_REPLACED] = FINDING_K8,
        [REASON_LIKELY_TYPING] = FINDING_K3,
        [REASON_DIGIT] = FINDING_K6,
        [REASON_UNIT] = FINDING_K6,
        [REASON_SWAPPED] = FINDING_K6,
        [REASON_LOWER_SAME_DAY] = FINDING_K2,
        [REASON_LOWER] = FINDING_K1,
        [REASON_LOWER_CONFIRMED] = FINDING_K4,
        [REASON_RATE] = FINDING_K5,
        [REASON_COPIED] = FINDING_K7,
    };

    return findings[reason];
}

/* A reading that was mistyped in a way that is known is told as that alone. */
static bool is_explained(const struct verdict *v, size_t at)
{
    return v->evidence[at].reason == REASON_LIKELY_TYPING && at + 1 < v->evidence_count &&
           v->evidence[at + 1].record == v->evidence[at].record;
}

static void examine_readings(struct examination *e)
{
    struct verdict v = odometer_verdict(e->history);

    for (size_t i = 0; i < v.evidence_count; i++) {
        const struct verdict_evidence *evidence = &v.evidence[i];

        if (!is_explained(&v, i))
            find(e, (struct found){.finding = finding_of(evidence->reason),
                                   .reason = evidence->reason,
                                   .record = evidence->record,
                                   .other = evidence->compared ? (long)evidence->against : FOUND_ALONE,
                                   .suggested_km = evidence->fitting_km});
    }
}

static struct date day_of(const struct record *r)
{
    return date_known(r->brought_on) ? r->brought_on : r->settled_on;
}

static int by_day(const void *a, const void *b, void *records)
{
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    int order =
        date_compare(day_of((const struct record *)records + x), day_of((const struct record *)records + y));

    return order != 0 ? order : (x < y) - (x > y); /* newest first is how they lie */
}

static void order_by_day(struct examination *e)
{
    for (size_t i = 0; i < e->history->count && e->ordered < SERIES_MOST; i++)
        if (date_known(day_of(&e->history->records[i])))
            e->order[e->ordered++] = i;
    qsort_r(e->order, e->ordered, sizeof(e->order[0]), by_day, (void *)e->history->records);
}

static const struct record *ordered(const struct examination *e, size_t at)
{
    return &e->history->records[e->order[at]];
}

/* Asks `contradicts` about each record and those of the `days` before it. */
static void examine_neighbours(struct examination *e, enum finding finding, long days, bool both,
                               bool (*contradicts)(const struct thresholds *t, const struct record *before,
                                                   const struct record *r))
{
    for (size_t i = 1; i < e->ordered; i++)
        for (size_t k = i; k-- > 0 && i - k <= NEIGHBOURS &&
                           date_days_between(day_of(ordered(e, k)), day_of(ordered(e, i))) <= days;) {
            if (!contradicts(e->thresholds, ordered(e, k), ordered(e, i)))
                continue;
            find_pair(e, finding, e->order[i], e->order[k]);
            if (both)
                find_pair(e, finding, e->order[k], e->order[i]);
        }
}

/* Minutes that at most lie between two arrivals; a time that is not said may have been any of its day. */
static long most_minutes(const struct record *before, const struct record *r)
{
    long first = before->brought_minute, last = r->brought_minute == 0 ? MINUTES_A_DAY : r->brought_minute;

    if (date_compare(before->brought_on, r->brought_on) == 0 && (first == 0 || r->brought_minute == 0))
        return MINUTES_A_DAY; /* and nobody knows which was first */
    return labs(date_days_between(before->brought_on, r->brought_on) * MINUTES_A_DAY + last - first);
}

static bool races_between_cities(const struct thresholds *t, const struct record *before,
                                 const struct record *r)
{
    if (before->workshop.id == r->workshop.id || !date_known(before->brought_on) ||
        !date_known(r->brought_on))
        return false;
    long km = distance_km(before->workshop.region, r->workshop.region);

    return km > 0 && km * MINUTES_AN_HOUR > most_minutes(before, r) * t->rule_speed_kmh;
}

static bool is_same_job(const struct thresholds *t, const struct record *before, const struct record *r)
{
    (void)t;
    return before->workshop.id != r->workshop.id && r->odometer_km != ODOMETER_UNKNOWN &&
           before->odometer_km == r->odometer_km && before->works_coded == r->works_coded &&
           before->parts_coded == r->parts_coded && (r->works_coded & ~CODE_BIT(WORK_OTHER)) != 0;
}

/* Of a form that plates have; others are typing errors, or no plates. */
static bool has_plate(const struct record *r)
{
    static const struct blind_index none;

    return memcmp(&r->plate_index, &none, sizeof(none)) != 0 && !(r->findings & FINDING_BIT(FINDING_P1));
}

static bool same_plate(const struct record *a, const struct record *b)
{
    return memcmp(&a->plate_index, &b->plate_index, sizeof(a->plate_index)) == 0;
}

/* Of the days before record `at`: how many plates, and the newest record that has another than this one.
 * 0 when its own was among them, since then it is nothing new. */
static long plates_before(const struct examination *e, size_t at, size_t *another)
{
    const struct record *r = ordered(e, at);
    const struct record *seen[NEIGHBOURS];
    long plates = 0;

    for (size_t k = at;
         k-- > 0 && at - k <= NEIGHBOURS &&
         date_days_between(day_of(ordered(e, k)), day_of(r)) <= e->thresholds->rule_plates_days;) {
        const struct record *before = ordered(e, k);
        bool known = !has_plate(before);

        if (!known && same_plate(before, r))
            return 0;
        for (long i = 0; i < plates; i++)
            known = known || same_plate(seen[i], before);
        if (known)
            continue;
        if (plates == 0)
            *another = e->order[k];
        seen[plates++] = before;
    }
    return plates;
}

static void examine_plates(struct examination *e)
{
    for (size_t i = 0; i < e->ordered; i++) {
        size_t another = e->order[i];

        if (!has_plate(ordered(e, i)))
            continue;
        if (plates_before(e, i, &another) + 1 > e->thresholds->rule_plates)
            find_pair(e, FINDING_G2, e->order[i], another);
        else if (ordered(e, i)->plate_elsewhere)
            find(e, (struct found){.finding = FINDING_G2, .record = e->order[i], .other = FOUND_ALONE});
    }
}

/* Each letter's records, and the kind that most of them agree with; among equals the one that was first. */
static const size_t *usual_fuel(const struct examination *e)
{
    const size_t *usual = NULL;
    size_t counts[LETTERS] = {0}, most = 0;

    for (size_t i = 0; i < e->ordered; i++)
        if (ordered(e, i)->fuel != 0)
            counts[ordered(e, i)->fuel - 'A']++;
    for (size_t i = 0; i < e->ordered; i++) {
        size_t agree = 0;

        for (int letter = 0; ordered(e, i)->fuel != 0 && letter < LETTERS; letter++)
            if (!fuels_conflict(ordered(e, i)->fuel, (char)('A' + letter)))
                agree += counts[letter];
        if (agree > most) {
            most = agree;
            usual = &e->order[i];
        }
    }
    return usual;
}

static void examine_fuel(struct examination *e)
{
    const size_t *usual = usual_fuel(e);

    for (size_t i = 0; usual != NULL && i < e->ordered; i++)
        if (fuels_conflict(ordered(e, i)->fuel, e->history->records[*usual].fuel))
            find_pair(e, FINDING_F1, e->order[i], *usual);
}

static void examine_singly(struct examination *e)
{
    for (size_t i = 0; i < e->history->count; i++) {
        const struct record *r = &e->history->records[i];

        for (enum finding f = 0; f < FINDING_COUNT; f++)
            if (r->findings & FINDING_BIT(f))
                find(e, (struct found){.finding = f, .record = i, .other = FOUND_ALONE});
        if (date_known(r->arrived_on) && date_known(r->settled_on) &&
            date_days_between(r->settled_on, r->arrived_on) > e->thresholds->rule_late_days)
            find(e, (struct found){.finding = FINDING_D2, .record = i, .other = FOUND_ALONE});
    }
}

size_t rules_examine(const struct history *history, const struct thresholds *thresholds,
                     struct found found[RULES_MOST])
{
    struct examination e = {.history = history, .thresholds = thresholds, .found = found};
    long farthest = FARTHEST_KM / thresholds->rule_speed_kmh / 24 + 2;

    examine_readings(&e);
    order_by_day(&e);
    examine_neighbours(&e, FINDING_G1, farthest, true, races_between_cities);
    examine_plates(&e);
    examine_neighbours(&e, FINDING_G3, thresholds->rule_double_days, false, is_same_job);
    examine_fuel(&e);
    examine_singly(&e);
    return e.count;
}
