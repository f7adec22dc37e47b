/*
 * workshop_signs - what is odd about a workshop as a whole, judged over a window of its days
 *
 * Section 3 of the anomaly page. A sign is a count beside a bound, never a verdict: most have an innocent
 * cause that somebody has to look for, and the habits of one honest program are enough for some. So each has
 * a weight, and only what weighs ALARM_WEIGHT together is an alarm. Pure.
 */
#pragma once

#include "core/settings.h"
#include "history/record.h"
#include "history/workshop_day.h"

/* clang-format off */
/*   SIGN(name, code, weight) - codes never change their meaning */
#define WORKSHOP_SIGNS(SIGN) \
    SIGN(REPLATED,   "A1",  4) /* a few vehicles under ever other plates */ \
    SIGN(ONE_TEXT,   "A2",  1) /* one fault text nearly everywhere */ \
    SIGN(UNRELATED,  "A3",  4) /* odometers have nothing to do with the cars' other readings */ \
    SIGN(ROUND,      "A4",  1) /* odometers end with 000 or 500 */ \
    SIGN(CHOSEN,     "A4D", 2) /* last digits as people think them up */ \
    SIGN(INVENTED,   "A5",  4) /* check digits of VINs fail */ \
    SIGN(SILENT,     "A6",  0) /* nothing for long, by its own rhythm */ \
    SIGN(DROPPED,    "A6D", 0) /* far less than its own rhythm */ \
    SIGN(CROWDED,    "A7",  1) /* more in a day than workshops of its class do */ \
    SIGN(BACKFILLED, "A7N", 2) /* days later, at night */ \
    SIGN(ONE_SIDED,  "A8",  1) /* parts without work, or work without parts */ \
    SIGN(WORSE,      "A9",  1) /* more records with findings than before */ \
    SIGN(OVERDUE,    "D2",  1) /* sent four days after settlement or later */
/* clang-format on */

enum workshop_sign {
#define SIGN(name, code, weight) SIGN_##name,
    WORKSHOP_SIGNS(SIGN)
#undef SIGN
        SIGN_COUNT
};

enum { WINDOW_DAYS = 90, ALARM_WEIGHT = 4 };

/* The days of a window together; of each, by how many days ago it was, its records and those with findings.
 */
struct workshop_window {
    long today; /* days since 1970, in China */
    enum workshop_class class;
    struct workshop_day sum;
    uint32_t records[WINDOW_DAYS], flawed[WINDOW_DAYS];
};

/* Passed over when it is none of the window's. */
void workshop_window_add(struct workshop_window *window, long on, const struct workshop_day *day);

/* `part` of `whole`; of SILENT the days without a record and how many it takes; of CROWDED the busiest day
 * and the bound; of DROPPED the records of the last fourteen days and what would be usual. */
struct sign_evidence {
    bool raised;
    uint32_t part, whole;
    double chance; /* that it comes about where nothing is wrong; 1 where that is not asked */
};

struct workshop_judgement {
    struct sign_evidence sign[SIGN_COUNT];
    unsigned weight; /* of all that are raised */
    /* How likely the first digits are if the odometers were drawn by lot below 100,000: great only then. */
    double by_lot;
};

void workshop_judge(const struct workshop_window *window, const struct settings *settings,
                    struct workshop_judgement *judgement);

/* "A1"; SIGN_COUNT for what is none. */
const char *workshop_sign_code(enum workshop_sign sign);
enum workshop_sign workshop_sign_of(const char *code);
