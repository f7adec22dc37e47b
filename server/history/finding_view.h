/*
 * finding_view - what a workshop and a supervisor see of a finding and its course
 *
 * What a workshop wrote reaches the supervisor whole, and the other way round. The record, and the one that
 * it is compared with, are views of their own (disclosure.h): of another workshop's record day and odometer
 * only.
 */
#pragma once

#include <stdint.h>

#include "core/audience.h"
#include "core/date.h"
#include "history/rectification.h"

struct finding_step_view {
    enum rectification_act act;
    enum rectification_actor by;
    int64_t taken_at;   /* wall clock, microseconds */
    const char *reason; /* code, of a closing; or NULL */
    const char *words;  /* or NULL */
};

struct finding_view {
    enum audience audience;
    const char *handle, *code;
    enum rectification_state state;
    struct date due_on;
    long fitting_km;    /* the reading that would fit; 0: nothing is suggested */
    const char *reason; /* code, of a closed one; or NULL */
    const char *workshop_name;
    const struct finding_step_view *steps; /* the oldest first */
    size_t step_count;
};

/* What a finding of this code is about: a part of the page of one record, for it is marked there. */
enum finding_field {
    FIELD_OF_NOTHING,
    FIELD_OF_VIN,
    FIELD_OF_PLATE,
    FIELD_OF_DAYS,
    FIELD_OF_ODOMETER,
    FIELD_OF_WORKS,
    FIELD_OF_PARTS
};
enum finding_field finding_field(const char *code);
