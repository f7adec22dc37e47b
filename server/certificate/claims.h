/*
 * claims - what a maintenance certificate says (车辆维修情况证明)
 *
 * One set of claims, signed in two encodings: a credential (credential.h) and the code on the paper
 * (paper_code.h). Integers, closed codes and short strings only, and nobody's personal data. They are made
 * from a view for AUDIENCE_CERTIFICATE and nothing else; a claim that is 0, NULL or unknown is not on file.
 *
 * Codes are numbers of closed lists (history/codes.h, GB/T 2260, ISO 3166-1) that never change their meaning.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <h2o/memory.h>

#include "core/date.h"
#include "history/codes.h"
#include "history/disclosure.h"
#include "history/verdict.h"

enum {
    CLAIMS_PROFILE = 1, /* of the lists and rules here; another one is another number */
    CERTIFICATE_DAYS = 60,
    CERTIFICATE_NUMBER_BYTES = 12,
    CERTIFICATE_NUMBER_TEXT = 24, /* "ABCDE-FGHIJ-KLMNO-PQRST" with its end; base32 (RFC 4648) */
    CLAIM_READINGS_MOST = 1000,
    CLAIM_REGIONS_MOST = 40,
    CLAIM_MAKE_MOST = 64,
    CLAIM_ISSUER_MOST = 64,
    CLAIM_KM_MOST = 9999999,
    CLAIM_RECORDS_MOST = 999999,
    SERIES_DIGEST_BYTES = 16
};

struct certificate_number {
    uint8_t bytes[CERTIFICATE_NUMBER_BYTES]; /* random, not a counter: nobody finds others by it */
};

struct claim_reading {
    struct date on; /* day 1, which stands for the month, but for the last one's, which is a day */
    long km;
};

/* Lists that a paper's code may leave out: then their counts are unknown here, and not 0. */
enum claim_list { CLAIM_PARTS = 1, CLAIM_WORKS = 2, CLAIM_REGIONS = 4 };

/* How many records have a code. */
struct claim_count {
    unsigned code, records;
};

struct claims {
    struct certificate_number number, predecessor;
    bool has_predecessor;
    const char *issuer;      /* a host name */
    int64_t issued_at;       /* seconds since 1970 */
    struct date valid_until; /* the last day, in China */
    unsigned status_index;   /* in the status list */
    char destination[3];     /* ISO 3166-1 alpha-2; empty: not named */

    char vin[18];
    const char *make; /* English, CLAIM_MAKE_MOST bytes at most; NULL when the VIN does not tell */
    int model_year;   /* 0: unknown */
    struct date first_registered; /* a month */

    struct date as_of; /* what was uploaded later is not in it */
    int64_t version;   /* of the vehicle's history */
    enum coverage_status coverage;
    struct date collected_since; /* in the province of registration */

    unsigned records, disputes;
    unsigned by_class[4];                           /* unknown, I, II, III */
    struct claim_count regions[CLAIM_REGIONS_MOST]; /* two digits of GB/T 2260; the most records first */
    size_t region_count;
    struct claim_count works[WORK_CODE_COUNT], parts[PART_CODE_COUNT]; /* in the order of their codes */
    size_t work_count, part_count;
    unsigned left_out; /* of enum claim_list, by a paper's code that had no room; 0 in a credential */
    unsigned signals[SIGNAL_CODE_COUNT]; /* 0: none recorded as of that day */

    enum verdict_class verdict;
    enum verdict_reason reasons[REASON_COUNT];
    size_t reason_count;

    const struct claim_reading *readings;       /* oldest first */
    size_t reading_count, readings_in_all;      /* fewer in a paper's code that had no room for all */
    uint8_t series_digest[SERIES_DIGEST_BYTES]; /* of all of them, see paper_code.h */
};

/* What the issuer decides; everything else follows from the view. */
struct claims_issue {
    struct certificate_number number, predecessor;
    bool has_predecessor;
    const char *issuer, *destination;
    int64_t issued_at;
    unsigned status_index;
    int64_t version;
};

/* `view` is one for AUDIENCE_CERTIFICATE. Memory from `pool`. */
void claims_make(h2o_mem_pool_t *pool, const struct view *view, const struct claims_issue *issue,
                 struct claims *claims);

/* Whether both encodings can say this and a reader would take it: known codes, each once and in order, days
 * of the calendar, integers in their bounds, strings that need no escapes. What is not sound is not signed.
 */
bool claims_sound(const struct claims *claims);

/* A host name in small letters, with a port or without. */
bool claims_issuer_sound(const char *issuer);

/* The first second after the last day that a certificate counts, since 1970. */
int64_t claims_end(const struct claims *claims);

const char *certificate_number_text(const struct certificate_number *number,
                                    char text[CERTIFICATE_NUMBER_TEXT]);
/* With or without hyphens, in any case, O for 0 and so on not forgiven; false for anything else. */
bool certificate_number_parse(const char *text, size_t length, struct certificate_number *number);
