/*
 * verdict - does the odometer tell one story?
 *
 * A first form: the rules K1 to K4, K8 and K9 of the anomaly page, after the classes that the Dutch RDW uses.
 * Always computed on exact values; pure, no allocation.
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
    REASON_LIKELY_TYPING,     /* K3: one reading whose removal makes the series rise */
    REASON_LOWER_SAME_DAY,    /* K2: order error */
    REASON_LOWER,             /* a later reading is lower by 100 km or more */
    REASON_LOWER_CONFIRMED,   /* K4: confirmed by two later readings of two workshops */
    REASON_COUNT
};

const char *verdict_class_code(enum verdict_class class); /* "consistent", "inconsistent", "no_judgement" */
const char *verdict_reason_code(enum verdict_reason reason); /* "too_few_readings" ... */

enum { VERDICT_MAX_EVIDENCE = 8 };

struct verdict {
    enum verdict_class class;
    enum verdict_reason reasons[REASON_COUNT];
    size_t reason_count;
    unsigned readings;                     /* how many it rests on */
    size_t evidence[VERDICT_MAX_EVIDENCE]; /* indexes of the doubtful records in the history */
    size_t evidence_count;
};

struct verdict odometer_verdict(const struct history *history);
