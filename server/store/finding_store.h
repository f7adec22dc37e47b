/*
 * finding_store - findings and their course, to and from the database
 *
 * The rules of history/rectification.h go along as parameters, and the statement checks them where the row is
 * locked.
 */
#pragma once

#include "core/pending.h"
#include "history/finding_view.h"
#include "history/finding.h"
#include "store/rows.h"

/* What became of an act. Nothing is told of what is not the asker's. */
enum finding_fate {
    FINDING_NOWHERE,
    FINDING_DONE,    /* or was done already, by the same form */
    FINDING_LATE,    /* it has moved on meanwhile */
    FINDING_TOO_MUCH /* was written already */
};

/* Takes an act on behalf of `by`, whose id is `who`. Answers with a fault or with a fate in *fate; what was
 * done is answered one lease later, when no cache shows any more what was before. */
struct finding_taking {
    const char *handle;
    enum rectification_act act;
    enum rectification_actor by;
    int64_t who;
    const char *words; /* or NULL */
};
void finding_take(struct exchange *x, const struct finding_taking *taking, enum finding_fate *fate,
                  continuation *resume, void *state);

/* A workshop looks: what it was not told of is told now, and its reminders are read. */
void finding_open(struct exchange *x, continuation *resume, void *state);

/* The answer to an upload is about to tell the workshop of these findings, so its days begin. A failure costs
 * nothing but the beginning: it is told of them on its pages, or by the clock. */
void finding_answer(struct exchange *x, int64_t workshop, const char *number_index, finding_set findings,
                    continuation *resume, void *state);

/* A finding from the rows of finding_read, for these eyes; the view lives as long as the exchange. */
void finding_from_rows(struct exchange *x, const char *handle, const struct rows *rows,
                       enum audience audience, struct finding_view *view);
