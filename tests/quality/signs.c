/*
 * signs - how many workshops that make records up are noticed, and how many honest ones are taken for such
 *
 * Towns of workshops.c go the way of an upload: their texts are read by submission_read(), each vehicle's
 * bills are compared, days and windows added up and judged. Prints JSON, which signs_table.py holds against
 * floors.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <h2o.h>

#include "history/plate.h"
#include "history/submission.h"
#include "history/workshop_signs.h"

#include "workshops.h"

enum { SEEDS = 3, HONEST = 320, FABRICATING = 64 };

static struct settings settings;

struct counted {
    unsigned workshops, alarms, raised[SIGN_COUNT];
};

static uint64_t hash_of(const char *text)
{
    uint64_t hash = 0xcbf29ce484222325;

    for (; text != NULL && *text != '\0'; text++)
        hash = (hash ^ (unsigned char)*text) * 0x100000001b3; /* FNV-1a */
    return text == NULL ? 0 : hash;
}

static const char *day_of(long day, char text[DATE_TEXT])
{
    return date_text(date_plus((struct date){1970, 1, 1}, day), text);
}

/* False for what would be kept apart from every history. */
static bool read_bill(const struct bill *bill, struct workshop_job *job)
{
    h2o_mem_pool_t pool;
    char day[DATE_TEXT], number[32];
    struct raw_work work = {.name = bill->work, .hours = bill->hours};
    struct raw_part part = {.name = bill->part, .code = "", .quantity = "1"};
    struct submission s;
    struct raw_submission raw = {.vin = bill->vin,
                                 .plate = bill->plate,
                                 .brought_on = day_of(bill->day, day),
                                 .settled_on = day,
                                 .odometer = bill->odometer,
                                 .fault = bill->fault,
                                 .settlement_no = number,
                                 .works = &work,
                                 .work_count = bill->work[0] != '\0',
                                 .parts = &part,
                                 .part_count = bill->part[0] != '\0'};

    h2o_mem_init_pool(&pool);
    snprintf(number, sizeof(number), "%p", (const void *)bill);
    submission_read(&pool, &raw, date_plus((struct date){1970, 1, 1}, TODAY + 40), &s);
    *job = (struct workshop_job){.workshop = bill->workshop,
                                 .vehicle = hash_of(s.vin.text),
                                 .plate = hash_of(s.record.plate),
                                 .fault = hash_of(s.record.fault),
                                 .day = bill->day,
                                 .accepted_day = bill->sent_day,
                                 .accepted_minute = bill->sent_minute,
                                 .odometer_km = s.record.odometer_km,
                                 .has_works = s.record.work_count > 0,
                                 .has_parts = s.record.part_count > 0,
                                 .findings = s.findings};
    h2o_mem_clear_pool(&pool);
    return !findings_quarantine(s.findings);
}

static int by_vehicle_and_day(const void *a, const void *b)
{
    const struct workshop_job *left = a, *right = b;

    if (left->vehicle != right->vehicle)
        return left->vehicle < right->vehicle ? -1 : 1;
    return left->day < right->day ? -1 : left->day > right->day;
}

/* Of each workshop all days of its window. */
typedef struct workshop_day window_days[WINDOW_DAYS];

static void add_vehicle(window_days *days, const struct workshop_job *jobs, size_t count)
{
    struct workshop_mark *marks = calloc(count, sizeof(*marks));

    if (marks == NULL)
        abort();
    workshop_marks(jobs, count, marks);
    for (size_t i = 0; i < count; i++)
        if (jobs[i].workshop >= 0 && TODAY - jobs[i].day < WINDOW_DAYS)
            workshop_day_add(&days[jobs[i].workshop][TODAY - jobs[i].day], &jobs[i], &marks[i]);
    free(marks);
}

static void add_up(const struct town *town, window_days *days)
{
    struct workshop_job *jobs = calloc(town->bills, sizeof(*jobs));
    size_t count = 0;

    if (jobs == NULL)
        abort();
    for (size_t i = 0; i < town->bills; i++)
        count += read_bill(&town->bill[i], &jobs[count]);
    qsort(jobs, count, sizeof(*jobs), by_vehicle_and_day);
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from + 1; to < count && jobs[to].vehicle == jobs[from].vehicle; to++)
            ;
        add_vehicle(days, &jobs[from], to - from);
    }
    free(jobs);
}

static void judge_town(const struct town *town, window_days *days, struct counted counted[KIND_COUNT])
{
    for (size_t i = 0; i < town->workshops; i++) {
        struct workshop_window window = {.today = TODAY, .class = WORKSHOP_CLASS_2};
        struct counted *c = &counted[town->kind[i]];
        struct workshop_judgement judgement;

        for (long ago = 0; ago < WINDOW_DAYS; ago++)
            workshop_window_add(&window, TODAY - ago, &days[i][ago]);
        workshop_judge(&window, &settings, &judgement);
        c->workshops++;
        c->alarms += judgement.weight >= ALARM_WEIGHT;
        for (enum workshop_sign sign = 0; sign < SIGN_COUNT; sign++)
            c->raised[sign] += judgement.sign[sign].raised;
    }
}

static void try_town(uint64_t seed, struct counted counted[KIND_COUNT])
{
    struct town town;

    town_make(&town, seed, HONEST, FABRICATING);
    window_days *days = calloc(town.workshops, sizeof(*days));
    if (days == NULL)
        abort();
    add_up(&town, days);
    judge_town(&town, days, counted);
    free(days);
    town_free(&town);
}

static void print_kind(enum kind kind, const struct counted *c)
{
    printf("%s\n    {\"kind\": \"%s\", \"fabricates\": %s, \"workshops\": %u, \"alarms\": %u, \"signs\": {",
           kind == 0 ? "" : ",", kind_text(kind), kind_fabricates(kind) ? "true" : "false", c->workshops,
           c->alarms);
    for (enum workshop_sign sign = 0, first = SIGN_COUNT; sign < SIGN_COUNT; sign++)
        if (c->raised[sign] > 0) {
            printf("%s\"%s\": %u", first == SIGN_COUNT ? "" : ", ", workshop_sign_code(sign),
                   c->raised[sign]);
            first = sign;
        }
    printf("}}");
}

int main(void)
{
    static struct counted counted[KIND_COUNT];
    char complaint[256];

    if (!settings_read(&settings, complaint, sizeof(complaint))) {
        fprintf(stderr, "%s\n", complaint);
        return 2;
    }
    for (uint64_t seed = 1; seed <= SEEDS; seed++)
        try_town(seed, counted);
    printf("{\"table\": [");
    for (enum kind kind = 0; kind < KIND_COUNT; kind++)
        print_kind(kind, &counted[kind]);
    printf("]}\n");
    return 0;
}
