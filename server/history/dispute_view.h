/*
 * dispute_view - what each side of a dispute sees of it
 *
 * Owner, workshop and supervisor read one course. What the owner wrote reaches the workshop, and what the
 * workshop wrote the owner, without telephones, plates and names; nothing says who the owner is. The record
 * is a view of its own (disclosure.h).
 */
#pragma once

#include <h2o/memory.h>

#include "core/audience.h"
#include "core/date.h"
#include "history/dispute.h"

struct dispute_step_view {
    enum dispute_step step;
    enum dispute_actor by;
    int64_t taken_at;  /* wall clock, microseconds */
    const char *words; /* or NULL */
};

struct dispute_view {
    enum audience audience;
    const char *handle;
    const char *vehicle; /* the handle of the owner's vehicle; for its owner only */
    enum dispute_kind kind;
    enum dispute_state state;
    struct date due_on;
    bool has_photo;            /* of the settlement list */
    const char *workshop_name; /* NULL while it is not known */
    const struct dispute_step_view *steps;
    size_t step_count;
};

/* What `by` wrote, for these eyes. From `pool`, or `words` itself; NULL stays NULL. */
const char *dispute_words_shown(h2o_mem_pool_t *pool, enum dispute_actor by, const char *words,
                                enum audience audience);
