/*
 * purpose - why a platform asks about a vehicle
 *
 * A closed list: contracts allow some of it, each look-up names one, and owners read it in words
 * (strings.*.json, words.purpose).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* clang-format off */
#define PURPOSES(PURPOSE) \
    PURPOSE(LISTING,   "used_car_listing") \
    PURPOSE(PURCHASE,  "used_car_purchase") \
    PURPOSE(VALUATION, "used_car_valuation") \
    PURPOSE(INSURANCE, "insurance") \
    PURPOSE(FINANCE,   "finance") \
    PURPOSE(OTHER,     "other")
/* clang-format on */

#define PURPOSE_LIST "used_car_listing, used_car_purchase, used_car_valuation, insurance, finance or other"

/* What exporters' contracts have instead. It is no purpose of a look-up: it lets certificates be issued. */
#define PURPOSE_EXPORT "export_certificate"

/* Likewise of workshops' and vendors': it lets records be sent. */
#define PURPOSE_UPLOAD "upload_repairs"

enum purpose {
#define PURPOSE(name, code) PURPOSE_##name,
    PURPOSES(PURPOSE)
#undef PURPOSE
        PURPOSE_COUNT
};

const char *purpose_code(enum purpose purpose);
bool purpose_parse(const char *code, size_t length, enum purpose *purpose);

/* What a platform's contract allows, as far as its token does. */
struct terms {
    bool sandbox;                    /* the reserved vehicles only */
    bool unkind;                     /* it wants to be refused and kept waiting now and then */
    bool bulk;                       /* may go through numbers: a registry that fills its own, say */
    bool exports;                    /* an exporter's: certificates, and no look-up */
    bool uploads;                    /* a workshop's or a vendor's: records, and no look-up */
    uint8_t purposes;                /* a bit each; none, and neither of the above: no contract is valid */
    long burst, day;                 /* look-ups; 0: as the settings say */
    long purpose_day[PURPOSE_COUNT]; /* for one purpose; 0: no bound of its own */
};

/* Reads "code=look-ups in a day,…"; what is not in the list is passed over. */
void terms_read_purposes(struct terms *terms, const char *words);

/* Whether they allow anything at all. */
static inline bool terms_allow(const struct terms *terms)
{
    return terms->purposes != 0 || terms->exports || terms->uploads;
}
