/*
 * record - one settled repair job, and the history of a vehicle
 *
 * The thirteen data elements of JT/T 1132.3 as far as the v1 interface carries them, stored as what they are.
 * Everything here may hold personal data: render/ cannot include this file and sees views only
 * (disclosure.h).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/date.h"
#include "core/seal.h"
#include "history/amount.h"
#include "history/codes.h"
#include "history/finding.h"
#include "history/vin.h"

struct work {
    const char *name;           /* as the workshop wrote it */
    struct amount hours, price; /* prices in yuan, here and below */
};

struct part {
    const char *name, *code; /* NULL: not on file */
    struct amount quantity, price;
};

struct fee {
    const char *name;
    struct amount price;
};

/* A value that could not be read as what it should be, kept beside the empty field. */
struct as_sent {
    const char *field; /* key of the interface, e.g. "repairmileage" or "vehiclepartslist/0/partsquantity" */
    const char *text;
};

enum workshop_class { WORKSHOP_CLASS_UNKNOWN, WORKSHOP_CLASS_1, WORKSHOP_CLASS_2, WORKSHOP_CLASS_3 };

struct workshop {
    int64_t id;
    const char *code, *name;
    enum workshop_class class;
    const char *region; /* GB/T 2260, six digits */
};

enum { ODOMETER_UNKNOWN = -1 };

enum use { USE_UNKNOWN, USE_COMMERCIAL, USE_PRIVATE };

struct record {
    int64_t id;
    int revision; /* 1 for the first */
    struct date brought_on, settled_on;
    long odometer_km; /* or ODOMETER_UNKNOWN */
    struct workshop workshop;
    bool disputed;
    const char *handle;     /* stands for it in addresses; NULL in a history that was read for a summary */
    work_codes works_coded; /* what was done, as the closed list */
    part_codes parts_coded; /* what was fitted, likewise */
    signal_codes signals;   /* what a buyer must know */

    finding_set findings; /* as they were stored; 0 in a history that was read for a summary */

    /* For rules (rules.h) only; 0 in a history that was read for anything else. */
    char fuel; /* 'A' to 'Z' as fuel.h has them; 0: not said */
    enum use use;
    int brought_minute;             /* of the day; 0, which programs send for any: not said */
    struct date arrived_on;         /* when it was first sent */
    struct blind_index plate_index; /* nothing but zeros: no plate */
    bool plate_elsewhere;           /* another vehicle had this plate that day */

    /* Sealed at rest; NULL and 0 in a history that was read for a summary. */
    const char *plate, *settlement_no, *company_name, *fault;
    const struct work *works;
    size_t work_count;
    const struct part *parts;
    size_t part_count;
    const struct fee *fees;
    size_t fee_count;
    struct amount total;
    const struct as_sent *unread;
    size_t unread_count;
};

/* What the registry says, and how far the collection reaches. */
struct vehicle {
    struct vin vin;
    struct date first_registered;
    struct date held_since; /* by the present holder; unknown when the registry does not say */
    const char *region;     /* of registration, GB/T 2260; NULL when unknown */
    int64_t version;        /* 0: nothing on file */
    int64_t shown_version;  /* at which what platforms are shown has last changed */
    unsigned missing;       /* records that an owner misses, being looked into */
};

/* Whether silence means anything: is the place where the vehicle is registered collected at all, and since
 * when? */
struct coverage {
    bool registered;             /* the registry knows the vehicle */
    struct date collected_since; /* in its province; unknown: not collected there */
};

/* Records newest first. */
struct history {
    struct vehicle vehicle;
    struct coverage coverage;
    const struct record *records;
    size_t count, total; /* a history of more than a thousand records is read down to the thousandth */
};
