#include "store/finding_clock.h"

#include "history/workdays.h"
#include "store/db.h"
#include "store/dispute_store.h"

static continuation clock_on_taken;

/* In this order, so that nothing is reminded of that is over, and nothing twice on one day. */
static const struct {
    enum rectification_act act;
    const char *reminder; /* which one goes with it, or NULL */
    int workdays_left;    /* of the turn; -1: before today */
} turns[] = {
    {ACT_ESCALATED, NULL, -1},
    {ACT_REMINDED,  "5",  0 },
    {ACT_REMINDED,  "3",  2 },
    {ACT_TOLD,      "0",  -1},
};
enum { TURNS = sizeof(turns) / sizeof(turns[0]) };

_Static_assert(RECTIFY_WORKDAYS - RECTIFY_LAST_REMINDER == 0 &&
                   RECTIFY_WORKDAYS - RECTIFY_FIRST_REMINDER == 2,
               "the table says on which days");

static void take(struct finding_clock *c)
{
    enum rectification_act act = turns[c->turn].act;
    const struct rectification_rule *rule = rectification_rule(act);
    struct date today = date_today();
    int left = turns[c->turn].workdays_left;

    date_text(dispute_due(rule->workdays), c->due);
    date_text(left > 0 ? workdays_after(today, left, NULL) : today, c->day);
    db_write(c->x, QUERY_FINDING_CLOCK,
             DB_VALUES(rectification_act_code(act), rectification_from(act, c->from),
                       rule->stays ? NULL : rectification_state_code(rule->to),
                       *c->due == '\0' ? NULL : c->due, c->day, turns[c->turn].reminder),
             clock_on_taken, c);
}

void finding_clock_run(struct finding_clock *c, struct exchange *x, continuation *resume, void *state)
{
    *c = (struct finding_clock){.x = x, .resume = resume, .state = state};
    take(c);
}

static void clock_on_taken(void *state, const struct answer *answer)
{
    struct finding_clock *c = state;

    if (failed(answer->fault))
        c->fault = answer->fault; /* the others are tried all the same */
    if (++c->turn < TURNS)
        take(c);
    else
        c->resume(c->state, &(struct answer){.fault = c->fault});
}
