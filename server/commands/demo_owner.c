#include "commands/demo_life.h"

#include <string.h>

#include "commands/demo_day.h"

/* The town next door, where a nail was picked up on a holiday. */
static const char holiday[] = "330100";

/* A used car: the demonstration's owner is the second. One odometer was mistyped: 35,140 for 53,140. */
/* clang-format off */
static const struct {
    struct date day;
    long km, written;
    const char *away; /* division; NULL: at home */
    int class, choice, inside; /* of its workshop; days */
    enum job jobs[VISIT_JOBS];
    unsigned job_count;
} story[] = {
    {{2018, 11, 10},  5012,     0, NULL,    1, 1, 0, {JOB_FIRST_SERVICE}, 1},
    {{2019,  5, 25}, 10230,     0, NULL,    1, 1, 0, {JOB_OIL_SERVICE, JOB_CABIN_FILTER}, 2},
    {{2019, 12,  7}, 15940,     0, NULL,    1, 1, 0, {JOB_OIL_SERVICE, JOB_AIR_FILTER, JOB_ROTATE}, 3},
    {{2020,  6, 20}, 21480,     0, NULL,    1, 1, 0, {JOB_OIL_SERVICE, JOB_CABIN_FILTER}, 2},
    {{2020,  9, 15}, 24106,     0, NULL,    2, 2, 2, {JOB_BUMPER_PAINT}, 1},
    {{2021,  1, 30}, 29750,     0, NULL,    1, 1, 0, {JOB_OIL_SERVICE, JOB_THROTTLE, JOB_BRAKE_FLUID}, 3},
    {{2021,  7, 24}, 34880,     0, NULL,    2, 2, 0, {JOB_OIL_SERVICE, JOB_CABIN_FILTER, JOB_WIPERS}, 3},
    {{2022,  1, 15}, 40390,     0, NULL,    2, 2, 0, {JOB_BATTERY}, 1},
    {{2022,  8,  6}, 46215,     0, NULL,    2, 2, 1, {JOB_BRAKE_PADS_FRONT, JOB_OIL_SERVICE, JOB_AC_SERVICE}, 3},
    {{2023,  4, 22}, 53140, 35140, NULL,    3, 2, 0, {JOB_OIL_SERVICE, JOB_AIR_FILTER}, 2},
    {{2023, 11, 18}, 58730,     0, NULL,    2, 2, 0, {JOB_OIL_SERVICE, JOB_SPARK_PLUGS, JOB_COOLANT}, 3},
    {{2024,  8, 31}, 66420,     0, NULL,    2, 2, 0, {JOB_TYRES_FOUR, JOB_OIL_SERVICE}, 2},
    {{2025,  3, 15}, 71905,     0, NULL,    1, 0, 1, {JOB_OIL_SERVICE, JOB_GEARBOX_OIL, JOB_CABIN_FILTER}, 3},
    {{2025, 10,  4}, 77350,     0, holiday, 2, 0, 0, {JOB_TYRE_REPAIR}, 1},
    {{2026,  5, 16}, 83260,     0, NULL,    1, 0, 0, {JOB_OIL_SERVICE, JOB_BRAKE_PADS_REAR, JOB_WIPERS}, 3},
};
/* clang-format on */

static size_t place_named(const char *division)
{
    size_t count, i = 0;
    const struct place *all = places(&count);

    while (strcmp(all[i].division, division) != 0)
        i++;
    return i;
}

static const struct model *model_described(const char *description)
{
    size_t count;
    const struct model *model = models(&count);

    while (strcmp(model->description, description) != 0)
        model++;
    return model;
}

void demo_owner_vehicle(struct dice *dice, struct demo_vehicle *v)
{
    *v = (struct demo_vehicle){.model = model_described("NV4KG"), .registered = true, .recorded = true};
    tenure_begin(v, day_of((struct date){2018, 5, 18}), place_named("320100"));
    tenure_begin(v, day_of((struct date){2021, 7, 9}), place_of_demonstration());
    vehicle_papers(v, dice);
    vehicle_number(v, 2018);
}

static void put_visit(struct life *life, size_t i)
{
    size_t place = story[i].away == NULL ? place_of_demonstration() : place_named(story[i].away);
    struct visit *visit = &life->visits[life->count++];

    *visit = (struct visit){
        .brought = day_of(story[i].day),
        .settled = day_of(story[i].day) + story[i].inside,
        .driven_km = story[i].km,
        .odometer_km = story[i].written == 0 ? story[i].km : story[i].written,
        .workshop = workshop_at(place, story[i].class, (unsigned)story[i].choice),
        .job_count = story[i].job_count,
        .labels = story[i].written == 0 ? 0 : 1u << LABEL_TYPING,
    };
    memcpy(visit->jobs, story[i].jobs, sizeof(visit->jobs));
}

void demo_owner_life(const struct demo_world *world, struct life *life)
{
    life->count = 0;
    for (size_t i = 0; i < sizeof(story) / sizeof(story[0]); i++)
        if (day_of(story[i].day) + story[i].inside <= world->until)
            put_visit(life, i);
}
