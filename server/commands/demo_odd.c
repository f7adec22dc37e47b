#include "commands/demo_odd.h"

#include <string.h>

enum { FIRST_VEHICLE = 9990000, VEHICLES_EACH = 500, RECORDS = 270, DAYS = 90, LISTED = 4, COPIES = 2 };

/* clang-format off */
/*   ODD(name, text, fabricates, vehicles, kilometres a day, job) */
#define ODD_HABITS(ODD) \
    ODD(LIST,     "vins_of_a_list",   true,  LISTED, 40, JOB_OIL_SERVICE) /* no VIN becomes one of a few */ \
    ODD(LOT,      "odometers_by_lot", true,  90, 40, JOB_OIL_SERVICE) \
    ODD(INVENTED, "invented_vins",    true,  RECORDS, 40, JOB_BRAKE_PADS_FRONT) \
    ODD(TYRES,    "tyre_shop",        false, 150, 40, JOB_TYRES_TWO) \
    ODD(TAXIS,    "taxi_depot",       false, 45, 350, JOB_OIL_SERVICE) \
    ODD(ROUNDS,   "rounded_odometer", false, 130, 40, JOB_BATTERY)
/* clang-format on */

enum odd {
#define ODD(name, text, fabricates, vehicles, km, job) ODD_##name,
    ODD_HABITS(ODD)
#undef ODD
        ODD_COUNT
};

static const struct {
    const char *text;
    bool fabricates;
    unsigned vehicles;
    long km_a_day;
    enum job job;
} habits[ODD_COUNT] = {
#define ODD(name, text, fabricates, vehicles, km, job) [ODD_##name] = {text, fabricates, vehicles, km, job},
    ODD_HABITS(ODD)
#undef ODD
};

/* Of class II, each in a town of its own, where repairs are collected. */
static const struct demo_workshop *workshop_of(const struct demo_world *world, unsigned number)
{
    unsigned towns = workshops_count() / WORKSHOPS_IN_PLACE;

    for (unsigned town = 0; town < towns; town++) {
        const struct demo_workshop *w = &world->workshops[workshop_at(town, 2, 1)];

        if (w->connected_from != 0 && number-- == 0)
            return w;
    }
    return NULL;
}

/* What the record says of the vehicle instead of the truth. */
static void make_up(enum odd odd, struct demo_vehicle *v, struct visit *visit, struct dice *dice)
{
    static const char letters[] = "0123456789X";

    if (odd == ODD_LIST || odd == ODD_LOT)
        visit->odometer_km = dice_below(dice, 100000);
    if (odd == ODD_LIST)
        for (char *c = v->tenures[0].plate + strlen(v->tenures[0].plate) - 4; *c != '\0'; c++)
            *c = (char)('0' + dice_below(dice, 10));
    if (odd == ODD_INVENTED)
        v->vin.text[8] = letters[dice_below(dice, 11)];
    if (odd == ODD_ROUNDS)
        visit->odometer_km = dice_chance(dice, 2500) ? visit->odometer_km / 500 * 500 : visit->odometer_km;
}

/* Of the workshop that is number `which` of them. */
static void put_record(const struct demo_world *world, const struct demo_workshop *w, unsigned which,
                       unsigned number, struct line *line)
{
    enum odd odd = (enum odd)(which / COPIES);
    uint64_t index = FIRST_VEHICLE + which * VEHICLES_EACH + number % habits[odd].vehicles;
    struct demo_vehicle v;
    struct dice dice;

    dice_begin(&dice, world->seed, "vehicle", index);
    demo_vehicle(index, world->until, &dice, &v);
    v.tenures[0] = v.tenures[v.tenure_count - 1];
    v.tenure_count = 1;
    long ago = DAYS - 1 - (long)number * DAYS / RECORDS, start = 5000 + (long)(index * 7919 % 90000);
    struct visit visit = {.brought = world->until - ago,
                          .settled = world->until - ago,
                          .odometer_km = start + (DAYS - ago) * habits[odd].km_a_day,
                          .jobs = {habits[odd].job},
                          .job_count = 1};
    dice_begin(&dice, world->seed, "odd", index * RECORDS + number);
    make_up(odd, &v, &visit, &dice);
    line_repair(line, w, &v, &visit, number);
}

static bool write_workshop(const struct demo_world *world, unsigned which, struct line *line, FILE *labels,
                           bool (*write)(struct line *line))
{
    const struct demo_workshop *w = workshop_of(world, which);
    enum odd odd = (enum odd)(which / COPIES);

    for (unsigned number = 0; w != NULL && number < RECORDS; number++)
        put_record(world, w, which, number, line);
    return w == NULL || (write(line) && fprintf(labels, "%s,%s,%s\n", w->code, habits[odd].text,
                                                habits[odd].fabricates ? "yes" : "no") > 0);
}

bool demo_odd(const struct demo_world *world, struct line *line, FILE *labels,
              bool (*write)(struct line *line))
{
    bool written = true;

    for (unsigned which = 0; written && which < ODD_COUNT * COPIES; which++)
        written = write_workshop(world, which, line, labels, write);
    return written && fflush(labels) == 0;
}
