/*
 * rules - what is odd about the records of one vehicle, seen together
 *
 * One pass for whoever asks: the answer to an upload, the stored finding, the page. Three sources are joined:
 * the findings that each record was stored with (submission.h), the evidence of the odometer's verdict
 * (verdict.h), and here the rules that hold records side by side: F1, G1 to G3, D2. Which rule is what stands
 * in finding.h. Pure, no allocation.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "history/finding.h"
#include "history/thresholds.h"
#include "history/verdict.h"

struct history;

enum {
    FOUND_ALONE = -1, /* no other record is part of it */
    RULES_MOST = 256  /* of one vehicle; more are not listed */
};

struct found {
    enum finding finding;
    enum verdict_reason reason; /* which one of K6; REASON_NONE for rules that are not of the odometer */
    size_t record;              /* its place in the history */
    long other;                 /* that of the record it contradicts, or FOUND_ALONE */
    int64_t workshop;           /* who can correct it; 0: nobody is told (FINDING_SUPERVISE) */
    long suggested_km;          /* what would fit instead; 0: nothing is suggested */
};

/*
 * Everything but notes, each (finding, record) once: the odometer first, then what holds records side by
 * side, then single records from the newest. `history` is one that was read for rules (history_examine.sql):
 * in any other F1, G1 to G3 and D2 find nothing. How many were written to `found`, which has room for
 * RULES_MOST. A history of more than a thousand records is judged by the newest thousand.
 */
size_t rules_examine(const struct history *history, const struct thresholds *thresholds,
                     struct found found[RULES_MOST]);
