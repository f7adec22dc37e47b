/*
 * finding_clock - moves findings on that nobody has seen to
 *
 * Escalates what was due, reminds of what is due on the third and the last working day, and tells workshops
 * of what they have not looked at by the next day. Any number of servers may do it at the same time: each act
 * is taken once.
 */
#pragma once

#include "core/date.h"
#include "core/pending.h"
#include "history/rectification.h"

/* The loop's own; all zero at first. */
struct finding_clock {
    struct exchange *x;
    continuation *resume;
    void *state;
    size_t turn;
    enum fault fault; /* the last one */
    char from[RECTIFY_STATES_TEXT], due[DATE_TEXT], day[DATE_TEXT];
};

/* `resume` when all is done or has failed, with a fault when anything has; not before the last one is. */
void finding_clock_run(struct finding_clock *clock, struct exchange *x, continuation *resume, void *state);
