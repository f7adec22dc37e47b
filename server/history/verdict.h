/*
 * verdict - does the odometer tell one story?
 *
 * The rules K1 to K9 of the anomaly page but for the roll-over, after the classes that the Dutch RDW uses.
 * What may be an error of writing is never called more than that: only readings that fall, and stay low, make
 * a series inconsistent. Always computed on exact values; pure, no allocation.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct history;

enum verdict_class { VERDICT_NO_JUDGEMENT, VERDICT_CONSISTENT, VERDICT_INCONSISTENT };

/* Stable codes; the words are in the templates' strings and in the API description. */
enum verdict_reason {
    REASON_NONE,
    REASON_TOO_FEW,           /* K9: fewer than two readings */
    REASON_ODOMETER_REPLACED, /* K8 */
    REASON_LIKELY_TYPING,     /* K3: one reading without which the series could be true */
    REASON_DIGIT,             /* K6: that one with a digit too many or too few would fit */
    REASON_UNIT,              /* K6: or taken for miles instead of kilometres, or the other way round */
    REASON_SWAPPED,           /* K6: or with two digits exchanged */
    REASON_LOWER_SAME_DAY,    /* K2: order error */
    REASON_LOWER,             /* K1: a later reading is lower by more than K1 tolerates */
    REASON_LOWER_CONFIRMED,   /* K4: confirmed by two later readings of two workshops */
    REASON_RATE,              /* K5: more than can be driven in the time */
    REASON_COPIED,            /* K7: the same as more than 30 days before, with work that comes with wear */
    REASON_COUNT
};

const char *verdict_class_code(enum verdict_class class); /* "consistent", "inconsistent", "no_judgement" */
const char *verdict_reason_code(enum verdict_reason reason); /* "too_few_readings" ... */
const char *verdict_reason_rule(enum verdict_reason reason); /* "K9" ...; NULL for REASON_NONE */

enum { VERDICT_MAX_EVIDENCE = 64 };

/* A reading that a reason rests on; records by their place in the history. */
struct verdict_evidence {
    enum verdict_reason reason;
    size_t record;
    bool compared;
    size_t against;  /* which other one it is compared with, if it is */
    long fitting_km; /* what would fit instead; 0: nothing is suggested */
};

struct verdict {
    enum verdict_class class;
    enum verdict_reason reasons[REASON_COUNT];
    size_t reason_count;
    unsigned readings; /* how many it rests on */
    struct verdict_evidence evidence[VERDICT_MAX_EVIDENCE];
    size_t evidence_count;
};

struct verdict odometer_verdict(const struct history *history);
