/*
 * finding - what is odd about a record: every rule as one row
 *
 * The codes are those of the anomaly page, stable, and stored by name; a new one is appended there and here.
 * A row says what is done about it, what it is judged from, where its limit is, and in both languages what
 * people are told: what was found, how it may have come about innocently, and what to do.
 *
 * Which record a rule finds is decided where its input is read: a submission by itself in submission.h, the
 * odometer in verdict.h, one vehicle's records side by side in rules.h.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum finding {
    FINDING_V1, /* VIN is not one */
    FINDING_V2, /* check digit fails, China or North America */
    FINDING_V3, /* check digit fails elsewhere */
    FINDING_V4, /* model year impossible */
    FINDING_V5, /* a VIN of the sandbox */
    FINDING_P1, /* plate is not a valid form */
    FINDING_D1, /* settled before brought in, or a day in the future or before 1990 */
    FINDING_D3, /* too long in the workshop */
    FINDING_O1, /* odometer negative or above 999,999 km */
    FINDING_L1, /* hours that are no hours */
    FINDING_C2, /* quantity below one, or far too many */
    FINDING_N1, /* a number or date that cannot be read, kept as sent */
    FINDING_T1, /* personal data in free text */
    FINDING_D2, /* sent late */
    FINDING_O2, /* more kilometres than a vehicle has that is not for hire */
    FINDING_C1, /* the total is not the sum */
    FINDING_F1, /* fuel contradicts the work, or the vehicle's other records */
    FINDING_U1, /* a settlement number that was another vehicle's */
    FINDING_K1, /* lower than an earlier reading, not confirmed */
    FINDING_K2, /* lower on the same day */
    FINDING_K3, /* one reading without which the series could be true */
    FINDING_K4, /* lower, and confirmed by others */
    FINDING_K5, /* more than can be driven in the time */
    FINDING_K6, /* a slip of the hand, with what was probably meant */
    FINDING_K7, /* copied from an earlier visit */
    FINDING_K8, /* instrument cluster replaced: no judgement */
    FINDING_K9, /* too few readings: no judgement */
    FINDING_G1, /* in two places faster than anybody drives */
    FINDING_G2, /* too many plates for one vehicle, or vehicles for one plate */
    FINDING_G3, /* the same job from two workshops */
    FINDING_COUNT
};
typedef uint32_t finding_set;

_Static_assert(FINDING_COUNT <= 32, "one bit a finding");

#define FINDING_BIT(finding) ((finding_set)1 << (finding))

enum finding_action {
    FINDING_REFUSE,    /* kept, answered, and in no history */
    FINDING_WARN,      /* stored, and the workshop is told at once */
    FINDING_SUPERVISE, /* stored, and for the authority's figures; the workshop is not troubled */
    FINDING_NOTE       /* our own, told to nobody */
};

/* What a rule is judged from; a rule with two is found from either. */
enum {
    FROM_SUBMISSION = 1, /* what was sent, by itself */
    FROM_SETTLEMENT = 2, /* what the same workshop sent under the same number: accept_repair() says "moved" */
    FROM_ARRIVAL = 4,    /* the day on which it came */
    FROM_READINGS = 8,   /* the odometer in all records of the vehicle: the verdict's evidence */
    FROM_RECORDS = 16,   /* the vehicle's records side by side: time, place, work, fuel, plate's index */
    FROM_PLATES = 32     /* whether other vehicles had the plate that day: an input of history_examine.sql */
};

struct finding_words {
    const char *found, *causes, *advice;
};

struct finding_rule {
    const char *code;
    enum finding_action action;
    unsigned from;
    const char *limit; /* where it begins; a variable of `chedang settings` where that can be chosen */
    struct finding_words zh, en;
};
const struct finding_rule *finding_rule(enum finding finding);
/* By language, "zh" or "en". */
const struct finding_words *finding_words(enum finding finding, const char *language);

/* Whether a record with these findings is kept apart from every history. */
bool findings_quarantine(finding_set findings);
/* Those that its workshop is told of at once. */
finding_set findings_told(finding_set findings);
/* "V1", and what the workshop is told, in Chinese; NULL for what it is not told. */
const char *finding_code(enum finding finding);
const char *finding_told(enum finding finding);
/* FINDING_COUNT for what is no code. */
enum finding finding_by_code(const char *code);

/* "P1,L1" as it is stored; codes that are not on the list are passed over. */
finding_set findings_parse(const char *text);
