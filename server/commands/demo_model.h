/*
 * demo_model - the models that the demonstration's vehicles are of
 *
 * Makers' real prefixes, weighted roughly as they are met on the roads; what describes the vehicle (positions
 * 4 to 8 of the VIN) is plausible, not decodable.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "commands/demo_dice.h"

enum fuel { FUEL_PETROL = 1, FUEL_DIESEL = 2, FUEL_HYBRID = 4, FUEL_PLUG_IN = 8, FUEL_ELECTRIC = 16 };
enum { FUELS_BURNING = FUEL_PETROL | FUEL_DIESEL | FUEL_HYBRID | FUEL_PLUG_IN };
enum {
    FUELS_SPARK = FUEL_PETROL | FUEL_HYBRID | FUEL_PLUG_IN,
    FUELS_TRACTION = FUEL_PLUG_IN | FUEL_ELECTRIC
};

enum keeping { KEPT_PRIVATELY, KEPT_BY_FIRM, KEPT_FOR_RIDES, KEPT_AS_TAXI, KEEPING_COUNT };

struct model {
    char wmi[4], description[6], plant;
    enum fuel fuel;
    uint16_t weight;
    int first_year, last_year;
    const char *engine; /* how its engine numbers begin */
    const char *tyre;
    unsigned uses; /* a bit each */
};

const struct model *models(size_t *count);

/* One of them, each as likely as its weight says. */
const struct model *some_model(struct dice *dice);
