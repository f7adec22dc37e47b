/* paper_keys - the keys of the map on the paper, for its writer and its reader; they never change their
 * meaning */
#pragma once

enum paper_key {
    PAPER_PROFILE = 1,
    PAPER_NUMBER,
    PAPER_PREDECESSOR,
    PAPER_ISSUED_AT,
    PAPER_VALID_UNTIL,
    PAPER_STATUS_INDEX,
    PAPER_DESTINATION,
    PAPER_VIN,
    PAPER_MAKE,
    PAPER_MODEL_YEAR,
    PAPER_REGISTERED,
    PAPER_AS_OF,
    PAPER_VERSION,
    PAPER_COVERAGE,
    PAPER_COLLECTED,
    PAPER_RECORDS,
    PAPER_DISPUTES,
    PAPER_BY_CLASS,
    PAPER_REGIONS,
    PAPER_WORKS,
    PAPER_PARTS,
    PAPER_SIGNALS,
    PAPER_VERDICT,
    PAPER_READINGS,
    PAPER_LAST_DAY,
    PAPER_DIGEST,
    PAPER_READINGS_IN_ALL
};

enum { PAPER_YEAR = 10000, PAPER_MONTH = 100 };
