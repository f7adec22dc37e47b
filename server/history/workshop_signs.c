#include "history/workshop_signs.h"

#include <stdlib.h>
#include <string.h>

#include "history/chance.h"
#include "history/workdays.h"

/* What honest workshops have at most, of a thousand: typing errors, plates that change, cars that were turned
 * back. Chances are reckoned beside these. */
enum { HONEST_REPLATED = 20, HONEST_CHECK = 15, HONEST_DISCORDANT = 80, HONEST_ROUND = 20 };

enum { VEHICLES_MOST = 6, TEXT_RECORDS = 200, DIGITS_LEAST = 200, ACTIVE_DAYS_LEAST = 10, SILENT_LEAST = 3 };
enum { RECENT_DAYS = 14, DROP_PERCENT = 30, TREND_DAYS = 28, TREND_TIMES = 2 };

typedef void judge_sign(const struct workshop_window *w, const struct settings *s, struct sign_evidence *e);

void workshop_window_add(struct workshop_window *w, long on, const struct workshop_day *day)
{
    long ago = w->today - on;

    if (ago < 0 || ago >= WINDOW_DAYS)
        return;
    workshop_day_merge(&w->sum, day);
    w->records[ago] += day->count[DAY_RECORDS];
    w->flawed[ago] += day->count[DAY_FLAWED];
}

static bool rare(const struct settings *s, double chance)
{
    return chance * (double)s->sign_chance < 1;
}

/* More than so many thousandths, of enough. */
static void judge_habit(const struct settings *s, struct sign_evidence *e, uint32_t part, uint32_t whole,
                        long thousandths)
{
    e->part = part;
    e->whole = whole;
    e->raised =
        whole >= (uint64_t)s->sign_records && (uint64_t)part * 1000 > (uint64_t)thousandths * (uint64_t)whole;
}

/* Likewise, where accidents happen to anybody: and not by chance. */
static void judge_share(const struct settings *s, struct sign_evidence *e, uint32_t part, uint32_t whole,
                        long thousandths, unsigned honest)
{
    judge_habit(s, e, part, whole, thousandths);
    e->chance = binomial_tail(part, whole, honest / 1000.0);
    e->raised = e->raised && rare(s, e->chance);
}

static void judge_replated(const struct workshop_window *w, const struct settings *s, struct sign_evidence *e)
{
    judge_share(s, e, frequent_sum(&w->sum.replated, VEHICLES_MOST), w->sum.count[DAY_RECORDS],
                s->sign_replated * 10, HONEST_REPLATED);
}

static void judge_one_text(const struct workshop_window *w, const struct settings *s, struct sign_evidence *e)
{
    judge_habit(s, e, frequent_sum(&w->sum.faults, 1), w->sum.count[DAY_RECORDS], s->sign_one_text * 10);
    e->raised = e->raised && e->whole >= TEXT_RECORDS;
}

/* Of pairs that say anything, those that contradict each other: rank correlation is 1 - 2 of their share. */
static void judge_unrelated(const struct workshop_window *w, const struct settings *s,
                            struct sign_evidence *e)
{
    uint32_t discordant = w->sum.count[DAY_DISCORDANT];

    judge_share(s, e, discordant, discordant + w->sum.count[DAY_CONCORDANT], (100 - s->sign_correlation) * 5,
                HONEST_DISCORDANT);
}

static void judge_round(const struct workshop_window *w, const struct settings *s, struct sign_evidence *e)
{
    judge_share(s, e, w->sum.count[DAY_ROUND], w->sum.count[DAY_ODOMETERS], s->sign_round * 10, HONEST_ROUND);
}

/* Instruments show each last digit as often as any other, and who rounds writes 0 or 5: the other eight tell.
 * The part is how many have the most frequent of them. */
static void judge_chosen(const struct workshop_window *w, const struct settings *s, struct sign_evidence *e)
{
    static const int digits[] = {1, 2, 3, 4, 6, 7, 8, 9};
    enum { EIGHT = sizeof(digits) / sizeof(digits[0]) };
    uint32_t count[EIGHT];
    double share[EIGHT];

    for (size_t i = 0; i < EIGHT; i++) {
        count[i] = w->sum.last_digit[digits[i]];
        share[i] = 1.0 / EIGHT;
        e->whole += count[i];
        e->part = count[i] > e->part ? count[i] : e->part;
    }
    e->chance = shares_tail(count, share, EIGHT);
    e->raised = e->whole >= DIGITS_LEAST && rare(s, e->chance) &&
                (uint64_t)e->part * 100 > (uint64_t)s->sign_chosen * e->whole;
}

static void judge_invented(const struct workshop_window *w, const struct settings *s, struct sign_evidence *e)
{
    judge_share(s, e, w->sum.count[DAY_CHECK_FAILED], w->sum.count[DAY_RECORDS], s->sign_check_digit * 10,
                HONEST_CHECK);
}

static int by_number(const void *a, const void *b)
{
    long left = *(const long *)a, right = *(const long *)b;

    return left < right ? -1 : left > right;
}

/* Between two days on which it settled anything; 0 when there are too few of them. */
static long median_gap(const struct workshop_window *w)
{
    long gap[WINDOW_DAYS], last = -1;
    size_t count = 0;

    for (long ago = 0; ago < WINDOW_DAYS; ago++) {
        if (w->records[ago] == 0)
            continue;
        if (last >= 0)
            gap[count++] = ago - last;
        last = ago;
    }
    if (count < ACTIVE_DAYS_LEAST)
        return 0;
    qsort(gap, count, sizeof(gap[0]), by_number);
    return gap[count / 2];
}

/* Days on which people work: nobody is asked why it was silent over the Spring Festival. */
static long workdays_before(long today, long days)
{
    struct date day = date_plus((struct date){1970, 1, 1}, today);
    long count = 0;

    for (long ago = 1; ago <= days; ago++)
        count += is_workday(date_plus(day, -ago));
    return count;
}

static void judge_silent(const struct workshop_window *w, const struct settings *s, struct sign_evidence *e)
{
    long gap = median_gap(w), ago = 0;

    if (gap == 0)
        return;
    while (ago < WINDOW_DAYS && w->records[ago] == 0)
        ago++;
    long silent = workdays_before(w->today, ago), bound = gap * s->sign_silent;
    e->part = (uint32_t)silent;
    e->whole = (uint32_t)(bound < SILENT_LEAST ? SILENT_LEAST : bound);
    e->raised = e->part > e->whole;
}

/* As many records as before, spread by lot over its working days, would not leave so few to the last
 * fourteen. */
static void judge_dropped(const struct workshop_window *w, const struct settings *s, struct sign_evidence *e)
{
    uint64_t recent = 0, before = 0;
    double share = (double)workdays_before(w->today + 1, RECENT_DAYS) /
                   (double)workdays_before(w->today + 1, WINDOW_DAYS);

    for (long ago = 0; ago < WINDOW_DAYS; ago++)
        *(ago < RECENT_DAYS ? &recent : &before) += w->records[ago];
    if (share <= 0 || share >= 1 || before < (uint64_t)s->sign_records)
        return;
    e->part = (uint32_t)recent;
    e->whole = (uint32_t)((double)before * share / (1 - share));
    e->chance = 1 - binomial_tail(recent + 1, recent + before, share);
    e->raised = recent * 100 < (uint64_t)e->whole * DROP_PERCENT && rare(s, e->chance);
}

static void judge_crowded(const struct workshop_window *w, const struct settings *s, struct sign_evidence *e)
{
    const long most[] = {s->sign_crowded_1, s->sign_crowded_1, s->sign_crowded_2, s->sign_crowded_3};

    for (long ago = 0; ago < WINDOW_DAYS; ago++)
        e->part = w->records[ago] > e->part ? w->records[ago] : e->part;
    e->whole = (uint32_t)most[w->class];
    e->raised = e->part > e->whole;
}

static void judge_backfilled(const struct workshop_window *w, const struct settings *s,
                             struct sign_evidence *e)
{
    judge_habit(s, e, w->sum.count[DAY_NIGHT_OVERDUE], w->sum.count[DAY_RECORDS], s->sign_overdue * 10);
}

static void judge_one_sided(const struct workshop_window *w, const struct settings *s,
                            struct sign_evidence *e)
{
    judge_habit(s, e, w->sum.count[DAY_PARTS_ONLY] + w->sum.count[DAY_WORKS_ONLY], w->sum.count[DAY_RECORDS],
                s->sign_one_sided * 10);
}

/* The last four weeks beside the time before. */
static void judge_worse(const struct workshop_window *w, const struct settings *s, struct sign_evidence *e)
{
    uint64_t records = 0, flawed = 0;

    for (long ago = 0; ago < WINDOW_DAYS; ago++) {
        e->whole += ago < TREND_DAYS ? w->records[ago] : 0;
        e->part += ago < TREND_DAYS ? w->flawed[ago] : 0;
        records += ago < TREND_DAYS ? 0 : w->records[ago];
        flawed += ago < TREND_DAYS ? 0 : w->flawed[ago];
    }
    if (e->whole < (uint64_t)s->sign_records || records < (uint64_t)s->sign_records)
        return;
    double usual = ((double)flawed + 1) / ((double)records + 2);
    e->chance = binomial_tail(e->part, e->whole, usual);
    e->raised = (uint64_t)e->part * 100 > (uint64_t)s->sign_worse * e->whole &&
                e->part > TREND_TIMES * usual * e->whole && rare(s, e->chance);
}

static void judge_overdue(const struct workshop_window *w, const struct settings *s, struct sign_evidence *e)
{
    judge_habit(s, e, w->sum.count[DAY_OVERDUE], w->sum.count[DAY_RECORDS], s->sign_overdue * 10);
}

/* clang-format off */
static const struct {
    const char *code;
    unsigned weight;
} signs[SIGN_COUNT] = {
#define SIGN(name, code, weight) [SIGN_##name] = {code, weight},
    WORKSHOP_SIGNS(SIGN)
#undef SIGN
};
static judge_sign *const judges[SIGN_COUNT] = {
    [SIGN_REPLATED] = judge_replated,   [SIGN_ONE_TEXT] = judge_one_text, [SIGN_UNRELATED] = judge_unrelated,
    [SIGN_ROUND] = judge_round,         [SIGN_CHOSEN] = judge_chosen,     [SIGN_INVENTED] = judge_invented,
    [SIGN_SILENT] = judge_silent,       [SIGN_DROPPED] = judge_dropped,   [SIGN_CROWDED] = judge_crowded,
    [SIGN_BACKFILLED] = judge_backfilled, [SIGN_ONE_SIDED] = judge_one_sided, [SIGN_WORSE] = judge_worse,
    [SIGN_OVERDUE] = judge_overdue,
};
/* clang-format on */

/* Uniform below 100,000: each first digit as often. */
static double drawn_by_lot(const struct workshop_day *sum)
{
    double share[9];

    for (size_t i = 0; i < 9; i++)
        share[i] = 1.0 / 9;
    return shares_tail(sum->first_digit, share, 9);
}

void workshop_judge(const struct workshop_window *w, const struct settings *s, struct workshop_judgement *j)
{
    *j = (struct workshop_judgement){.by_lot = drawn_by_lot(&w->sum)};
    for (enum workshop_sign sign = 0; sign < SIGN_COUNT; sign++) {
        struct sign_evidence *e = &j->sign[sign];

        e->chance = 1;
        judges[sign](w, s, e);
        j->weight += e->raised ? signs[sign].weight : 0;
    }
}

const char *workshop_sign_code(enum workshop_sign sign)
{
    return signs[sign].code;
}

enum workshop_sign workshop_sign_of(const char *code)
{
    enum workshop_sign sign = 0;

    while (sign < SIGN_COUNT && strcmp(signs[sign].code, code) != 0)
        sign++;
    return sign;
}
