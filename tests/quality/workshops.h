/*
 * workshops - bills of workshops that are known to be honest or to make records up
 *
 * After what client programs were seen to do (uploaders that replace what is missing, nightly jobs, constant
 * texts, prices as hours). Shares nothing with the rules that it is held against: bills are texts as they are
 * sent, VINs have check digits of its own making, and the moment is a number.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* clang-format off */
/*   KIND(name, text, fabricates) */
#define KINDS(KIND) \
    KIND(GENERAL,  "general",       false) \
    KIND(DEALER,   "dealer",        false) /* one brand, young cars */ \
    KIND(TYRES,    "tyre_shop",     false) /* one kind of work, fault text nearly always the same */ \
    KIND(NIGHTLY,  "night_upload",  false) /* a program sends yesterday's bills at two */ \
    KIND(CONSTANT, "constant_text", false) /* a chain's program: one fault text, prices as hours */ \
    KIND(RURAL,    "rural",         false) /* weeks with gaps, rounds odometers, sends when there is time */ \
    KIND(TAXIS,    "taxi_depot",    false) /* the same cars every two weeks */ \
    KIND(BEAUTY,   "beauty",        false) /* work without parts, seldom an odometer */ \
    KIND(BATCH,    "weekly_batch",  false) /* a week's bills at once */ \
    KIND(NEWCOMER, "newcomer",      false) /* a month on the platform */ \
    KIND(LISTED,   "vins_of_a_list", true) /* what is no VIN becomes one of a few, odometers and faults by lot */ \
    KIND(BY_LOT,   "odometers_by_lot", true) \
    KIND(INVENTED, "invented_vins", true) \
    KIND(FILLED_IN, "filled_in_later", true) /* bills that never were, weeks later at night, odometers thought up */
/* clang-format on */

enum kind {
#define KIND(name, text, fabricates) KIND_##name,
    KINDS(KIND)
#undef KIND
        KIND_COUNT
};

const char *kind_text(enum kind kind);
bool kind_fabricates(enum kind kind);

enum { TODAY = 20000, DAYS = 90, TEXT_MOST = 64 };

/* As it is sent. Days are counted since 1970. */
struct bill {
    int workshop; /* -1: one that is not judged */
    char vin[18];
    char plate[16], odometer[24], fault[TEXT_MOST];
    char work[TEXT_MOST], hours[8], part[TEXT_MOST]; /* empty: none */
    long day, sent_day;
    int sent_minute;
};

struct town {
    size_t workshops;
    enum kind *kind;
    struct bill *bill;
    size_t bills;
};

/* So many of each; freed by town_free(). Another seed, another town. */
void town_make(struct town *town, uint64_t seed, size_t honest, size_t fabricating);
void town_free(struct town *town);
