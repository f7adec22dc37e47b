/*
 * submission - one repair job as a workshop's software sent it, read as far as it can be
 *
 * Every interface family turns its message into one of these; from here on nobody knows the family. Reading
 * never loses a value: what cannot be read as what it should be stays in record.unread, with a finding.
 */
#pragma once

#include <h2o/memory.h>

#include "history/finding.h"
#include "history/record.h"
#include "history/thresholds.h"

struct submission {
    struct record record; /* workshop and id are still empty */
    struct vin vin;       /* valid unless FINDING_V1 */
    finding_set findings;
    const char *const *unknown; /* names that the lexicon knows nothing of (unknown_phrase.h) */
    size_t unknown_count;       /* UNKNOWN_MOST at most */
};

/* Values as text, as the family's adapter found them; NULL or a filler (无, N/A, -) means absent. */
struct raw_work {
    const char *name, *hours, *price; /* yuan, here and below */
};
struct raw_part {
    const char *name, *code, *quantity, *price;
};
struct raw_fee {
    const char *name, *price;
};
struct raw_submission {
    const char *vin, *plate, *company_name, *brought_on, *settled_on, *odometer, *fault, *settlement_no;
    const char *total; /* yuan, of the whole bill */
    const char *fuel;  /* letter of the v2 table, A to Z */
    const char *use;   /* 1 commercial, 2 private */
    const struct raw_work *works;
    size_t work_count;
    const struct raw_part *parts;
    size_t part_count;
    const struct raw_fee *fees;
    size_t fee_count;
};

/* `today` is passed in so that the function stays pure. Strings of the result are in `pool` or belong to
 * `raw`. */
void submission_read(h2o_mem_pool_t *pool, const struct raw_submission *raw, struct date today,
                     struct submission *submission);

/* Likewise with other limits than those of thresholds_default(). */
void submission_read_by(h2o_mem_pool_t *pool, const struct raw_submission *raw, struct date today,
                        const struct thresholds *thresholds, struct submission *submission);

/*
 * Bounds of the interface; longer text is cut at a character's border, except in the sealed raw message. A
 * settlement number is not cut: a longer one cannot be read.
 */
enum {
    MAX_WORKS = 300,
    MAX_PARTS = 1000,
    MAX_FEES = 100,
    MAX_NAME = 200, /* characters */
    MAX_FAULT = 2000,
    MAX_SETTLEMENT_NO = 64,
    MAX_PLATE = 16,
    UNKNOWN_MOST = 16, /* of one submission */
};
