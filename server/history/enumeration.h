/*
 * enumeration - whether somebody asks about cars, or goes through numbers
 *
 * Cars that are bought and sold come in no order: of many makers, years and plants, and most have a history.
 * Who goes through numbers shows in one of three ways: the next is near the one before (also when many rows
 * are walked in turn), nearly all are of one row, or most are of no car that is known. What was asked for a
 * short while ago says nothing when it is asked for again, so nobody thins his steps out with cars of his
 * own. The counts fade: what lies some hundreds of look-ups back weighs little.
 *
 * Pure: no I/O, no clock, and no VIN is kept, but for the last serial number of each row, and hashes of 24
 * bits of the latest vehicles.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "history/vin.h"

enum enumeration_sign {
    ENUMERATION_NONE,
    ENUMERATION_SERIALS, /* one number after the other */
    ENUMERATION_ROW,     /* all of one maker, model, year and plant */
    ENUMERATION_UNKNOWN, /* vehicles that nobody knows */
    ENUMERATION_SIGNS
};

enum { ENUMERATION_ROWS = 8, ENUMERATION_LAST = 256, ENUMERATION_LATEST = 512 };

/* Of vehicles that differ in their serial number alone (positions 12 to 17) and the check digit. */
struct enumeration_row {
    uint64_t row; /* positions 1 to 8, 10, 11 */
    uint16_t count;
};

/* Where a row was last. Two that share a place push each other out. */
struct enumeration_last {
    uint32_t row; /* a hash; 0: none */
    uint32_t serial;
};

/* Of one client; all zero at first. The rows that are asked for most stay: Misra and Gries, which for one row
 * is the majority vote of Boyer and Moore. */
struct enumeration {
    uint16_t seen, unknown, near;
    uint8_t faded; /* how often, modulo 256 */
    struct enumeration_row rows[ENUMERATION_ROWS];
    struct enumeration_last last[ENUMERATION_LAST];
    uint32_t latest[ENUMERATION_LATEST]; /* 24 bits of a vehicle's hash, and `faded` when it was seen */
};

/* One look-up, and whether anything is recorded of the vehicle. */
enum enumeration_sign enumeration_note(struct enumeration *enumeration, const struct vin *vin, bool recorded);

/* In percent of what was seen; for people. */
struct enumeration_shares {
    unsigned unknown, near, one_row;
};
struct enumeration_shares enumeration_shares(const struct enumeration *enumeration);

const char *enumeration_sign_name(enum enumeration_sign sign);
