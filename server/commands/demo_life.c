#include "commands/demo_life.h"

#include <stdlib.h>

#include "commands/demo_day.h"

enum { YEARS_MAX = 20, ROUTINES_MAX = 32, LOST_IN_10000 = 700 };

/* A vehicle while its life goes by. */
struct living {
    const struct demo_world *world;
    const struct demo_vehicle *v;
    struct dice *dice;
    struct life *life;
    long born;
    long metres[YEARS_MAX + 1]; /* driven when each year of life begins */
    long due_km[ROUTINES_MAX], due_day[ROUTINES_MAX];
    unsigned favourite; /* workshop, whatever the town and class */
};

static void drive(struct living *l)
{
    l->metres[0] = dice_between(l->dice, 5, 60) * 1000;
    for (int year = 0; year < YEARS_MAX; year++)
        l->metres[year + 1] =
            l->metres[year] + l->v->metres_a_day * 365 * dice_between(l->dice, 75, 125) / 100;
}

static long driven_km(const struct living *l, long day)
{
    long age = day - l->born, year = age / 365;

    return (l->metres[year] + (l->metres[year + 1] - l->metres[year]) * (age % 365) / 365) / 1000;
}

/* Dealers while the guarantee lasts, then the shop around the corner; accidents and batteries need a large
 * one. */
static int class_for(struct living *l, enum job job, long day)
{
    uint32_t fallen = dice_below(l->dice, 100);

    if (job == JOB_TYRE_REPAIR || job == JOB_WIPERS)
        return fallen < 80 ? 3 : 2;
    if (job >= JOB_STRUCTURE)
        return fallen < 70 ? 1 : 2;
    if (day - l->born < 3 * 365)
        return fallen < 75 ? 1 : fallen < 92 ? 2 : 3;
    return fallen < 15 ? 1 : fallen < 65 ? 2 : 3;
}

static unsigned workshop_for(struct living *l, enum job job, long day)
{
    size_t place = dice_chance(l->dice, 300) ? some_place(l->dice) : tenure_on(l->v, day)->place;
    unsigned other = dice_chance(l->dice, 8000) ? 0 : dice_below(l->dice, WORKSHOPS_IN_PLACE);

    return workshop_at(place, class_for(l, job, day), l->favourite + other);
}

/* Large jobs take days, and a few customers come late to fetch their car. */
static long days_inside(struct living *l, const struct visit *visit)
{
    long tenths = 0; /* of hours, then days */

    for (unsigned i = 0; i < visit->job_count; i++)
        for (unsigned k = 0; k < JOB_WORKS; k++)
            tenths += job_text(visit->jobs[i])->works[k].tenths;
    tenths = tenths / 80 * dice_between(l->dice, 1, 3);
    return tenths + dice_chance(l->dice, 1500);
}

static void put_job(struct visit *visit, enum job job)
{
    if (visit->job_count < VISIT_JOBS)
        visit->jobs[visit->job_count++] = job;
}

static struct visit *visit_on(struct living *l, long day, enum job job)
{
    struct visit *visit = &l->life->visits[l->life->count];

    if (l->life->count == VISITS_MAX)
        return NULL;
    *visit = (struct visit){.brought = day, .workshop = workshop_for(l, job, day)};
    put_job(visit, job);
    l->life->count++;
    return visit;
}

static void put_due(struct living *l, const struct routine *r, size_t i, long day)
{
    l->due_km[i] = driven_km(l, day) + dice_between(l->dice, r->least_km, r->most_km);
    l->due_day[i] = day + dice_between(l->dice, r->least_months, r->most_months) * 30;
}

/* What has come round since the last time goes along with the service. */
static void put_routines(struct living *l, struct visit *visit)
{
    size_t count;
    const struct routine *all = routines(&count);
    long km = driven_km(l, visit->brought);

    for (size_t i = 0; i < count; i++) {
        if (!(all[i].fuels & l->v->model->fuel) || (km < l->due_km[i] && visit->brought < l->due_day[i]) ||
            visit->job_count == VISIT_JOBS)
            continue;
        put_job(visit, all[i].job);
        put_due(l, &all[i], i, visit->brought);
    }
}

static void live_services(struct living *l)
{
    bool electric = l->v->model->fuel == FUEL_ELECTRIC, first = true;
    long habit_km = electric ? dice_between(l->dice, 100, 200) * 100 : dice_between(l->dice, 10, 20) * 500;
    long habit_days = electric ? 365 : dice_between(l->dice, 6, 12) * 30;
    long day = l->born;
    size_t count;
    const struct routine *all = routines(&count);

    for (size_t i = 0; i < count; i++)
        put_due(l, &all[i], i, day);
    for (;;) {
        long by_distance = habit_km * dice_between(l->dice, 850, 1200) / l->v->metres_a_day;

        day += (by_distance < habit_days ? by_distance : habit_days) + dice_between(l->dice, 0, 12);
        if (day > l->world->until - 2)
            return;
        struct visit *visit = visit_on(l, day,
                                       electric ? JOB_EV_SERVICE
                                       : first  ? JOB_FIRST_SERVICE
                                                : JOB_OIL_SERVICE);
        if (visit == NULL)
            return;
        put_routines(l, visit);
        first = false;
    }
}

/* What is rarely damaged alone. */
static void put_neighbours(struct living *l, struct visit *visit, enum job job)
{
    if (job == JOB_STRUCTURE && dice_chance(l->dice, 5000))
        put_job(visit, JOB_AIRBAG);
    if (job == JOB_BUMPER && dice_chance(l->dice, 3500))
        put_job(visit, JOB_HEADLAMP);
    if (job == JOB_FENDER && dice_chance(l->dice, 2500))
        put_job(visit, JOB_DOOR_PAINT);
}

static void live_mishap(struct living *l, const struct mishap *m, int year)
{
    int month = (int)dice_between(l->dice, m->first_month, m->last_month);
    long day = day_of((struct date){year, month, 1}) + dice_between(l->dice, 0, 27);

    if (day < l->born + m->from_age * 365 + 20 || day > l->world->until - 2)
        return;
    struct visit *visit = visit_on(l, day, m->job);
    if (visit != NULL)
        put_neighbours(l, visit, m->job);
}

static void live_mishaps(struct living *l)
{
    size_t place_count, count;
    const struct place *place = &places(&place_count)[l->v->tenures[0].place];
    const struct mishap *all = mishaps(&count);
    int born = day_date(l->born).year, last = day_date(l->world->until).year;

    for (size_t i = 0; i < count; i++) {
        int often = place->climate == CLIMATE_RAINY  ? all[i].in_10000_years_rainy
                    : place->climate == CLIMATE_COLD ? all[i].in_10000_years_cold
                                                     : all[i].in_10000_years;

        for (int year = born + all[i].from_age; (all[i].fuels & l->v->model->fuel) && year <= last; year++)
            if (dice_chance(l->dice, (uint32_t)often))
                live_mishap(l, &all[i], year);
    }
}

static int compare_visits(const void *left, const void *right)
{
    const struct visit *a = left, *b = right;

    if (a->brought != b->brought)
        return a->brought < b->brought ? -1 : 1;
    return (int)a->jobs[0] - (int)b->jobs[0];
}

unsigned visit_labels(const struct visit *visit)
{
    unsigned labels = 0;

    for (unsigned i = 0; i < visit->job_count; i++)
        switch (visit->jobs[i]) {
        case JOB_STRUCTURE:
        case JOB_PILLAR: labels |= 1u << LABEL_STRUCTURE; break;
        case JOB_AIRBAG: labels |= 1u << LABEL_AIRBAG; break;
        case JOB_FLOOD: labels |= 1u << LABEL_FLOOD; break;
        case JOB_FIRE: labels |= 1u << LABEL_FIRE; break;
        case JOB_BATTERY_MODULE:
        case JOB_TRACTION_BATTERY: labels |= 1u << LABEL_TRACTION_BATTERY; break;
        case JOB_CLUSTER: labels |= 1u << LABEL_ODOMETER_REPLACED; break;
        case JOB_DRIVE_MOTOR: labels |= 1u << LABEL_DRIVE_UNIT; break;
        default: break;
        }
    return labels;
}

/* In the order of time, one at a time, and only where a connected workshop sent them. */
static void write_down(struct living *l)
{
    struct life *life = l->life;
    unsigned kept = 0;
    long free_from = l->born;

    qsort(life->visits, life->count, sizeof(life->visits[0]), compare_visits);
    for (unsigned i = 0; i < life->count; i++) {
        struct visit visit = life->visits[i];
        long connected_from = l->world->workshops[visit.workshop].connected_from;
        bool lost = dice_chance(l->dice, LOST_IN_10000);

        visit.settled = visit.brought + days_inside(l, &visit);
        if (visit.brought < free_from || visit.settled > l->world->until)
            continue;
        free_from = visit.settled + 1;
        visit.driven_km = visit.odometer_km = driven_km(l, visit.brought);
        visit.labels = visit_labels(&visit);
        if (!lost && connected_from != 0 && visit.brought >= connected_from &&
            visit.driven_km <= ODOMETER_MAX)
            life->visits[kept++] = visit;
    }
    life->count = kept;
}

void demo_life(const struct demo_world *world, const struct demo_vehicle *vehicle, struct dice *dice,
               struct life *life)
{
    struct living l = {
        .world = world, .v = vehicle, .dice = dice, .life = life, .born = vehicle->tenures[0].from};

    life->count = 0;
    l.favourite = dice_below(dice, WORKSHOPS_IN_PLACE);
    drive(&l);
    live_mishaps(&l);
    live_services(&l);
    write_down(&l);
    demo_trouble(life, dice);
}

void demo_make(const struct demo_world *world, uint64_t index, struct demo_vehicle *vehicle,
               struct life *life)
{
    struct dice dice;

    dice_begin(&dice, world->seed, "vehicle", index);
    if (index == 0) {
        demo_owner_vehicle(&dice, vehicle);
        demo_owner_life(world, life);
        return;
    }
    demo_vehicle(index, world->until, &dice, vehicle);
    life->count = 0;
    if (vehicle->recorded)
        demo_life(world, vehicle, &dice, life);
}
