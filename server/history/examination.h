/*
 * examination - what is odd in one vehicle's history, record by record
 *
 * What was found when a record was read (history/finding.h), and what its odometer says beside the other
 * records (history/verdict.h). Pure, no allocation.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct history;

/* A record and code stand once. */
struct found {
    const char *code; /* "L1", "K3" */
    size_t record;    /* its place in the history */
    bool compared;
    size_t against;  /* which other one it is compared with, if it is */
    long fitting_km; /* the reading that would fit; 0: nothing is suggested */
};

/* Of one vehicle; what is beyond comes up when some of these are put right. */
enum { FOUND_MOST = 256 };

/* How many were found. Findings that workshops are not told of (finding_told()) are left out. */
size_t examine(const struct history *history, struct found found[FOUND_MOST]);

/* Which rules those are: vehicles are examined anew when this text is another one. */
const char *examination_rules(void);

/* All codes that can be found, the gravest first; NULL behind the last. */
const char *examination_code(size_t place);

/* Those codes as PostgreSQL writes an array; of all, or only those of which owners are told in the end. */
enum { EXAMINATION_CODES_TEXT = 256 };
const char *examination_codes(bool for_owners, char text[EXAMINATION_CODES_TEXT]);
