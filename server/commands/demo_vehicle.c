#include "commands/demo_vehicle.h"

#include <stdio.h>
#include <string.h>

#include "commands/demo_day.h"

/* As GB 16735 and 49 CFR 565 have it, from 2001 on: thirty years, then again. */
static const char year_code[] = "123456789ABCDEFGHJKLMNPRSTVWXY";
static const char letters[] = "ABCDEFGHJKLMNPQRSTUVWXYZ"; /* of plates: no I, no O */
enum { FIRST_YEAR = 2001, SERIALS = 1000000, LETTERS = 24, AGE_MAX = 15 };

/* Multiplying by what has no factor in common with the modulus: every number once, and not in a row. */
static uint64_t shuffled(uint64_t number, uint64_t modulus)
{
    return (number * 7368787 + 424242) % modulus;
}

void vehicle_number(struct demo_vehicle *v, int model_year)
{
    static const char plants[] = "ABCDEFGHJK";
    uint64_t lap = v->index / SERIALS;
    char text[VIN_LENGTH + 1];
    struct vin vin;

    snprintf(text, sizeof(text), "%s%s0%c%c%06u", v->model->wmi, v->model->description,
             year_code[(model_year - FIRST_YEAR) % 30], lap == 0 ? v->model->plant : plants[lap % 10],
             (unsigned)shuffled(v->index % SERIALS, SERIALS));
    for (const char *digit = "0123456789X"; *digit != '\0'; digit++) {
        text[8] = *digit;
        if (vin_parse(&vin, text, VIN_LENGTH) == VIN_OK && vin_check_digit_holds(&vin))
            v->vin = vin;
    }
}

/* Fills a pattern: D is a digit, L a letter, X either. */
static void put_serial(char *serial, const char *pattern, uint64_t slot)
{
    for (; *pattern != '\0'; pattern++, serial++) {
        unsigned sides = *pattern == 'D' ? 10 : *pattern == 'L' ? LETTERS : LETTERS + 10;
        unsigned fallen = (unsigned)(slot % sides);

        slot /= sides;
        if (*pattern == 'D')
            *serial = (char)('0' + fallen);
        else
            *serial = fallen < LETTERS ? letters[fallen] : (char)('0' + fallen - LETTERS);
    }
    *serial = '\0';
}

/* GA 36: five characters; for new energy six, of which the first tells whether it also burns something. */
static void put_plate(const struct demo_vehicle *v, struct tenure *tenure)
{
    static const char *const patterns[] = {"LDDDL", "LLDDD", "DLDDL", "LDLDD", "DDLLD",
                                           "DLLDD", "LDDLD", "DDDLL", "DLDLD", "DDLDL"};
    enum { PATTERNS = sizeof(patterns) / sizeof(patterns[0]) };
    uint64_t slot = v->index * TENURES_MAX + v->tenure_count;
    size_t count;
    char serial[8];

    if (v->model->fuel & FUELS_TRACTION) {
        serial[0] = v->model->fuel == FUEL_ELECTRIC ? 'D' : 'F';
        put_serial(serial + 1, "XDDDD", shuffled(slot, 340000));
    } else {
        slot = shuffled(slot, 5760000);
        put_serial(serial, patterns[slot % PATTERNS], slot / PATTERNS);
    }
    snprintf(tenure->plate, sizeof(tenure->plate), "%s%s", places(&count)[tenure->place].plate, serial);
}

void tenure_begin(struct demo_vehicle *v, long from, size_t place)
{
    struct tenure *tenure = &v->tenures[v->tenure_count];

    *tenure = (struct tenure){.from = from, .place = place};
    put_plate(v, tenure);
    snprintf(tenure->holder, sizeof(tenure->holder), "示范持有人%07llu-%u", (unsigned long long)v->index,
             ++v->tenure_count);
}

void vehicle_papers(struct demo_vehicle *v, struct dice *dice)
{
    size_t count;

    snprintf(v->engine_no, sizeof(v->engine_no), v->model->fuel == FUEL_ELECTRIC ? "%s%09u" : "%s%06u",
             v->model->engine, dice_below(dice, 1000000));
    snprintf(v->registration_no, sizeof(v->registration_no), "%.2s00%08u",
             places(&count)[v->tenures[0].place].division, (unsigned)shuffled(v->index, 100000000));
}

const struct tenure *tenure_on(const struct demo_vehicle *v, long day)
{
    unsigned i = v->tenure_count - 1;

    while (i > 0 && v->tenures[i].from > day)
        i--;
    return &v->tenures[i];
}

/* Taxis and cars for hire over the phone are given up after eight years at most. */
static void put_use(struct demo_vehicle *v, long age_days, struct dice *dice)
{
    static const uint16_t weights[KEEPING_COUNT] = {86, 6, 4, 4};
    static const long yearly_km[KEEPING_COUNT][2] = {
        {8000,  20000 },
        {15000, 35000 },
        {40000, 70000 },
        {80000, 120000}
    };

    v->keeping = (enum keeping)dice_weighted(dice, weights, KEEPING_COUNT);
    if (!(v->model->uses & 1u << v->keeping) || (v->keeping >= KEPT_FOR_RIDES && age_days > 8 * 365))
        v->keeping = KEPT_PRIVATELY;
    v->metres_a_day = dice_between(dice, yearly_km[v->keeping][0], yearly_km[v->keeping][1]) * 1000 / 365;
}

static void put_tenures(struct demo_vehicle *v, long until, struct dice *dice)
{
    for (long year = v->tenures[0].from + 2 * 365; year + 365 < until; year += 365) {
        const struct tenure *now = &v->tenures[v->tenure_count - 1];

        if (v->tenure_count == TENURES_MAX || !dice_chance(dice, v->keeping == KEPT_PRIVATELY ? 600 : 200))
            continue;
        size_t place = dice_chance(dice, 7500) ? now->place : some_place(dice);
        tenure_begin(v, year + dice_between(dice, 0, 364), place);
    }
}

void demo_vehicle(uint64_t index, long until, struct dice *dice, struct demo_vehicle *v)
{
    int this_year = day_date(until).year;

    *v = (struct demo_vehicle){.index = index, .model = some_model(dice)};
    int last = v->model->last_year < this_year ? v->model->last_year : this_year;
    int first = v->model->first_year > last - AGE_MAX ? v->model->first_year : last - AGE_MAX;
    int year = (int)dice_between(dice, first, last);
    long new_year = day_of((struct date){year, 1, 1}), from = new_year + dice_between(dice, 20, 364);

    if (from > until - 60)
        from = until - dice_between(dice, 60, 200);
    tenure_begin(v, from, some_place(dice));
    put_use(v, until - from, dice);
    put_tenures(v, until, dice);
    vehicle_papers(v, dice);
    vehicle_number(v, from - new_year < 70 ? year - 1 : year);
    v->registered = !dice_chance(dice, 250);
    v->recorded = !v->registered || !dice_chance(dice, 400);
}
