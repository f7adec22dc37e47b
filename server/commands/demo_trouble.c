#include "commands/demo_life.h"

/* Out of 10,000 vehicles that have enough records for it to be seen; 2, 1 and 0.5 in a hundred of all. */
enum { ROLLED_BACK = 350, MISTYPED = 130, REPLACED = 65 };
enum { VISITS_FOR_TROUBLE = 5, WORTH_TURNING_BACK = 30000 };

/* Before the visit `at`: by a fifth to a half of what was shown, and never less than what was driven since.
 */
static void turn_back(struct life *life, unsigned at, struct dice *dice)
{
    long shown = life->visits[at - 1].odometer_km, since = life->visits[at].odometer_km - shown;
    long less = shown * dice_between(dice, 33, 66) / 100;

    if (less < since + 3000)
        less = since + 3000;
    for (unsigned i = at; i < life->count; i++) {
        struct visit *visit = &life->visits[i];

        visit->odometer_km -= less;
        visit->labels |= 1u << LABEL_ROLLBACK;
    }
}

/* Strikes a key beside the first, exchanges the two before the thousands' mark, or forgets the last. */
static long mistyped(long km, struct dice *dice)
{
    long unit = km >= 100000 ? 100000 : 10000, first = km / unit, thousands = km / 1000 % 100;
    long exchanged = km + (thousands % 10 * 10 + thousands / 10 - thousands) * 1000;

    switch (dice_below(dice, 3)) {
    case 0: return first == 9 ? km - unit : km + unit;
    case 1: return exchanged == km ? km / 10 : exchanged;
    default: return km / 10;
    }
}

static void mistype(struct life *life, unsigned at, struct dice *dice)
{
    struct visit *visit = &life->visits[at];

    visit->odometer_km = mistyped(visit->odometer_km, dice);
    visit->labels |= 1u << LABEL_TYPING;
}

/* The old reading stands on the bill; the new instrument begins at nothing. */
static void replace(struct life *life, unsigned at)
{
    struct visit *visit = &life->visits[at];
    long old = visit->odometer_km;

    visit->jobs[visit->job_count < VISIT_JOBS ? visit->job_count++ : VISIT_JOBS - 1] = JOB_CLUSTER;
    visit->labels |= 1u << LABEL_ODOMETER_REPLACED;
    for (unsigned i = at + 1; i < life->count; i++)
        life->visits[i].odometer_km -= old;
}

void demo_trouble(struct life *life, struct dice *dice)
{
    uint32_t fallen = dice_below(dice, 10000);

    if (life->count < VISITS_FOR_TROUBLE || life->visits[1].odometer_km < 10000)
        return;
    unsigned at = (unsigned)dice_between(dice, 2, life->count - 2);
    if (fallen < MISTYPED)
        mistype(life, at, dice);
    else if (fallen < MISTYPED + REPLACED)
        replace(life, at);
    else if (fallen < MISTYPED + REPLACED + ROLLED_BACK &&
             life->visits[at - 1].odometer_km >= WORTH_TURNING_BACK)
        turn_back(life, at, dice);
}
