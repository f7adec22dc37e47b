/*
 * finding - what is odd about a single record; codes of the anomaly page, section 1
 *
 * Stable codes. Those marked R keep a record out of every history.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum finding {
    FINDING_V1, /* R  VIN is not one */
    FINDING_V2, /* W  check digit fails, China or North America */
    FINDING_V3, /*    check digit fails elsewhere: a note */
    FINDING_V4, /* W  model year impossible */
    FINDING_V5, /* R  a VIN of the sandbox */
    FINDING_P1, /* W  plate is not a valid form */
    FINDING_D1, /* R  settled before brought in, or a day in the future or before 1990 */
    FINDING_D3, /* W  in the workshop for more than 180 days */
    FINDING_O1, /* R  odometer negative or above 999,999 km */
    FINDING_L1, /* W  more than 24 hours for one item */
    FINDING_C2, /* W  quantity below one */
    FINDING_N1, /* W  a number or date that cannot be read, kept as sent */
    FINDING_T1, /* W  personal data in free text */
    FINDING_COUNT
};
typedef uint32_t finding_set;

#define FINDING_BIT(finding) ((finding_set)1 << (finding))

/* Whether a record with these findings is kept apart from every history. */
bool findings_quarantine(finding_set findings);
/* "V1", and what the workshop is told, in Chinese; NULL for a note of our own. */
const char *finding_code(enum finding finding);
const char *finding_told(enum finding finding);

/* What owners are told of when the workshop leaves it as it is for so many working days: as PostgreSQL writes
 * an array. */
enum { FINDING_WORKDAYS = 5 };
#define FINDINGS_FOR_OWNERS "{V2,V4,P1,D3,L1,C2,N1}"

/* "P1,L1" as it is stored; codes that are not on the list are passed over. */
finding_set findings_parse(const char *text);
