/*
 * dispute_clock - moves disputes whose turn is over
 *
 * Escalates what a workshop has left unanswered, closes what the owner lets pass, reminds of what is due by
 * the next working day, and gives a day to turns that an upload began. Any number of servers may do it at the
 * same time: each step is taken once.
 */
#pragma once

#include "core/date.h"
#include "core/pending.h"
#include "history/dispute.h"

/* The loop's own; all zero at first. */
struct dispute_clock {
    struct exchange *x;
    continuation *resume;
    void *state;
    size_t turn;
    enum fault fault; /* the last one */
    char from[DISPUTE_STATES_TEXT], due[DATE_TEXT], before[DATE_TEXT];
};

/* `resume` when all is done or has failed, with a fault when anything has; not before the last one is. */
void dispute_clock_run(struct dispute_clock *clock, struct exchange *x, continuation *resume, void *state);
