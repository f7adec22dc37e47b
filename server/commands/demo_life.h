/*
 * demo_life - what happens to a vehicle of the demonstration, and which workshops wrote it down
 *
 * Services by distance and time, wear, the seasons, mishaps; then the few odometers that do not tell the
 * truth. Visits are in the order of time, and only those that a connected workshop sent.
 */
#pragma once

#include "commands/demo_job.h"
#include "commands/demo_vehicle.h"
#include "commands/demo_workshop.h"

/* What is known of the demonstration that all its vehicles share. */
struct demo_world {
    uint64_t seed;
    long until; /* the last day */
    const struct demo_workshop *workshops;
};

/* What a record is known to be, so that rules which look for it can be measured. */
/* clang-format off */
#define LABELS(LABEL) \
    LABEL(ROLLBACK,          "rollback") /* shows less than was driven: it was turned back before */ \
    LABEL(TYPING,            "typing") /* the workshop mistyped the odometer */ \
    LABEL(ODOMETER_REPLACED, "odometer_replaced") \
    LABEL(STRUCTURE,         "structure") \
    LABEL(AIRBAG,            "airbag") \
    LABEL(FLOOD,             "flood") \
    LABEL(FIRE,              "fire") \
    LABEL(TRACTION_BATTERY,  "traction_battery") /* or a module of it */ \
    LABEL(DRIVE_UNIT,        "drive_unit") \
    LABEL(PRICE,             "price_as_hours") /* the workshop's program mixes them up */
/* clang-format on */

enum label {
#define LABEL(name, text) LABEL_##name,
    LABELS(LABEL)
#undef LABEL
        LABEL_COUNT
};

enum { VISITS_MAX = 192, VISIT_JOBS = 6, ODOMETER_MAX = 999999 };

struct visit {
    long brought, settled;       /* days */
    long driven_km, odometer_km; /* in truth, and as written down */
    unsigned workshop;
    enum job jobs[VISIT_JOBS];
    unsigned job_count;
    unsigned labels; /* a bit each */
};

struct life {
    struct visit visits[VISITS_MAX];
    unsigned count;
};

void demo_life(const struct demo_world *world, const struct demo_vehicle *vehicle, struct dice *dice,
               struct life *life);

/* What its jobs make it: accidents, batteries, and the like. */
unsigned visit_labels(const struct visit *visit);

/* The second half: turns back, mistypes or replaces the odometers of a few. */
void demo_trouble(struct life *life, struct dice *dice);

/* Vehicle 0, whose owner the demonstration is shown with: chosen by hand. */
void demo_owner_vehicle(struct dice *dice, struct demo_vehicle *vehicle);
void demo_owner_life(const struct demo_world *world, struct life *life);

/* Vehicle `index` and its life. */
void demo_make(const struct demo_world *world, uint64_t index, struct demo_vehicle *vehicle,
               struct life *life);
