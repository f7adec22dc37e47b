/*
 * demo_job - the jobs that workshops do, in the words that they write
 *
 * A job is what the customer said, the work items and the parts. Texts with '|' between them are ways in
 * which different workshops write the same.
 */
#pragma once

#include "commands/demo_model.h"

/* clang-format off */
enum job {
    /* regular */
    JOB_FIRST_SERVICE, JOB_OIL_SERVICE, JOB_EV_SERVICE, JOB_AIR_FILTER, JOB_CABIN_FILTER, JOB_FUEL_FILTER,
    JOB_SPARK_PLUGS, JOB_BRAKE_FLUID, JOB_COOLANT, JOB_GEARBOX_OIL, JOB_REDUCER_OIL, JOB_BRAKE_PADS_FRONT,
    JOB_BRAKE_PADS_REAR, JOB_BRAKE_DISCS, JOB_TYRES_FOUR, JOB_TYRES_TWO, JOB_TIMING_BELT, JOB_BELT, JOB_WIPERS,
    JOB_THROTTLE, JOB_ROTATE, JOB_DPF,
    /* when it happens */
    JOB_TYRE_REPAIR, JOB_WINTER_TYRES, JOB_BATTERY, JOB_ALIGNMENT, JOB_AC_SERVICE, JOB_AC_COMPRESSOR, JOB_BULB,
    JOB_SHOCKS, JOB_CONTROL_ARM, JOB_WHEEL_BEARING, JOB_STEERING_RACK, JOB_CLUTCH, JOB_GEARBOX, JOB_DRIVE_SHAFT,
    JOB_INJECTORS, JOB_FUEL_PUMP, JOB_WATER_PUMP, JOB_THERMOSTAT, JOB_RADIATOR, JOB_OIL_LEAK, JOB_ENGINE,
    JOB_CATALYST, JOB_OXYGEN_SENSOR, JOB_ALTERNATOR, JOB_STARTER, JOB_WINDOW, JOB_COIL, JOB_DIAGNOSIS,
    JOB_INSPECTION, JOB_RECALL, JOB_SEAT,
    /* accidents */
    JOB_BUMPER_PAINT, JOB_DOOR_PAINT, JOB_BUMPER, JOB_FENDER, JOB_HEADLAMP, JOB_BONNET, JOB_WINDSCREEN,
    JOB_STRUCTURE, JOB_PILLAR, JOB_AIRBAG, JOB_FLOOD, JOB_FIRE,
    /* of note */
    JOB_TRACTION_BATTERY, JOB_BATTERY_MODULE, JOB_DRIVE_MOTOR, JOB_CHARGER, JOB_CLUSTER,
    JOB_COUNT
};
/* clang-format on */

enum { JOB_WORKS = 5, JOB_PARTS = 8 };

struct job_work {
    const char *name;
    int tenths; /* of an hour */
};

struct job_part {
    const char *name, *code; /* to which a number is put */
    int tenths;              /* of a piece or litre */
};

struct job_text {
    const char *fault;
    struct job_work works[JOB_WORKS];
    struct job_part parts[JOB_PARTS];
};

const struct job_text *job_text(enum job job);

/* What comes round by distance and time. */
struct routine {
    enum job job;
    long least_km, most_km;
    int least_months, most_months;
    unsigned fuels;
};

const struct routine *routines(size_t *count);

/* What happens now and then: how often in 10,000 years of life, where, in which months, from which age on. */
struct mishap {
    enum job job;
    int in_10000_years, in_10000_years_rainy, in_10000_years_cold;
    int first_month, last_month;
    int from_age;
    unsigned fuels;
};

const struct mishap *mishaps(size_t *count);
