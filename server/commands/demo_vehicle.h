/*
 * demo_vehicle - a vehicle of the demonstration: what it is, and whose it was when
 */
#pragma once

#include <stdbool.h>

#include "commands/demo_dice.h"
#include "commands/demo_model.h"
#include "commands/demo_place.h"
#include "history/vin.h"

enum { TENURES_MAX = 4, PLATE_TEXT = 16, HOLDER_TEXT = 40 };

/* From `from` until the next one begins. */
struct tenure {
    long from;
    size_t place;
    char plate[PLATE_TEXT], holder[HOLDER_TEXT];
};

struct demo_vehicle {
    uint64_t index;
    const struct model *model;
    enum keeping keeping;
    struct vin vin;
    char engine_no[24], registration_no[13];
    long metres_a_day;
    struct tenure tenures[TENURES_MAX];
    unsigned tenure_count;
    bool registered; /* the registry knows it */
    bool recorded;   /* workshops have sent records of it */
};

/* Number `index` as of the day `until`; goes on throwing the dice that its life is thrown with. */
void demo_vehicle(uint64_t index, long until, struct dice *dice, struct demo_vehicle *vehicle);

/* Its holder, place and plate on a day. */
const struct tenure *tenure_on(const struct demo_vehicle *vehicle, long day);

/* Parts of the above for the demonstration owner's vehicle, which is chosen by hand. */
void vehicle_number(struct demo_vehicle *vehicle, int model_year);
void vehicle_papers(struct demo_vehicle *vehicle, struct dice *dice);
void tenure_begin(struct demo_vehicle *vehicle, long from, size_t place);
