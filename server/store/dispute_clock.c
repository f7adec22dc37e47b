#include "store/dispute_clock.h"

#include "history/workdays.h"
#include "store/db.h"
#include "store/dispute_store.h"

static continuation clock_on_taken, clock_on_dated;

/* In this order, so that nothing is reminded of that is over. */
static const enum dispute_step turns[] = {STEP_ESCALATED, STEP_LAPSED, STEP_REMINDED};
enum { TURNS = sizeof(turns) / sizeof(turns[0]) };

static void take(struct dispute_clock *c)
{
    enum dispute_step step = turns[c->turn];
    const struct dispute_rule *rule = dispute_rule(step);
    struct date today = date_today();

    date_text(dispute_due(rule->workdays), c->due);
    date_text(rule->stays ? date_plus(workdays_after(today, 1, NULL), 1) : today, c->before);
    db_write(c->x, QUERY_DISPUTE_CLOCK,
             DB_VALUES(dispute_step_code(step), dispute_from(step, c->from),
                       rule->stays ? NULL : dispute_state_code(rule->to), *c->due == '\0' ? NULL : c->due,
                       rule->tell, c->before),
             clock_on_taken, c);
}

void dispute_clock_run(struct dispute_clock *c, struct exchange *x, continuation *resume, void *state)
{
    *c = (struct dispute_clock){.x = x, .resume = resume, .state = state};
    take(c);
}

static void clock_on_taken(void *state, const struct answer *answer)
{
    struct dispute_clock *c = state;

    if (failed(answer->fault))
        c->fault = answer->fault; /* the others are tried all the same */
    if (++c->turn < TURNS) {
        take(c);
        return;
    }
    date_text(dispute_due(dispute_rule(STEP_CORRECTED)->workdays), c->due);
    db_write(c->x, QUERY_DISPUTE_DATE, DB_VALUES(c->due), clock_on_dated, c);
}

static void clock_on_dated(void *state, const struct answer *answer)
{
    struct dispute_clock *c = state;

    if (failed(answer->fault))
        c->fault = answer->fault;
    c->resume(c->state, &(struct answer){.fault = c->fault});
}
