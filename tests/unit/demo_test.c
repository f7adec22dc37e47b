#include "testing.h"

#include <stdlib.h>

#include <h2o.h>
#include <jansson.h>
#include <sodium.h>

#include "commands/demo_day.h"
#include "commands/demo_line.h"
#include "commands/import_entry.h"
#include "history/plate.h"
#include "history/verdict.h"
#include "history/wmi.h"

enum { SEED = 7, MANY = 20000, FEW = 250 };

static struct demo_world world = {.seed = SEED};
static struct line line;

static int make_world(void **unused)
{
    struct demo_workshop *workshops = calloc(workshops_count(), sizeof(*workshops));

    (void)unused;
    for (unsigned i = 0; i < workshops_count(); i++)
        demo_workshop(i, &workshops[i]);
    world.until = day_of((struct date){2026, 10, 31});
    world.workshops = workshops;
    return sodium_init() < 0;
}

static int free_world(void **unused)
{
    (void)unused;
    free((void *)world.workshops);
    free(line.text);
    return 0;
}

/* What is written of one vehicle, behind what is in `line` already. */
static void write_vehicle(const struct demo_world *of, uint64_t index, struct demo_vehicle *v,
                          struct life *life)
{
    demo_make(of, index, v, life);
    line_registry(&line, v);
    for (unsigned i = 0; i < life->count; i++)
        line_repair(&line, &of->workshops[life->visits[i].workshop], v, &life->visits[i], i);
}

static void hash_vehicles(const struct demo_world *of, uint64_t from, uint64_t to, uint8_t hash[32])
{
    static struct life life;
    struct demo_vehicle v;

    line.length = 0;
    for (uint64_t i = from; i < to; i++)
        write_vehicle(of, i, &v, &life);
    crypto_generichash(hash, 32, (const uint8_t *)line.text, line.length, NULL, 0);
}

static void the_same_seed_gives_the_same_bytes(void **unused)
{
    uint8_t first[32], second[32], other[32];
    struct demo_world elsewhere = world;

    (void)unused;
    hash_vehicles(&world, 0, 100, first);
    hash_vehicles(&world, 0, 100, second);
    assert_memory_equal(first, second, 32);
    elsewhere.seed = SEED + 1;
    hash_vehicles(&elsewhere, 0, 100, other);
    assert_memory_not_equal(first, other, 32);
}

/* Fixed for good: a release that changes what a seed gives says so here. Nothing of it depends on the
 * machine. */
static void a_seed_gives_these_bytes(void **unused)
{
    uint8_t hash[32];
    char hex[65];

    (void)unused;
    hash_vehicles(&world, 0, 50, hash);
    assert_string_equal(sodium_bin2hex(hex, sizeof(hex), hash, 32),
                        "5f350085f344c7630b77c7bdd59701e5ee022dc08cc7f3d9921498ead76fc8d5");
}

static void a_vehicle_is_the_same_whatever_was_made_before(void **unused)
{
    uint8_t alone[32], behind[32], far[32], again[32];

    (void)unused;
    hash_vehicles(&world, 17, 18, alone);
    hash_vehicles(&world, 999999, 1000000, far);
    hash_vehicles(&world, 0, 17, behind);
    hash_vehicles(&world, 17, 18, behind);
    assert_memory_equal(alone, behind, 32);
    hash_vehicles(&world, 999999, 1000000, again);
    assert_memory_equal(far, again, 32);
}

static int compare_texts(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

static void vins_are_those_of_known_makers_and_each_is_there_once(void **unused)
{
    static struct life life;
    struct vin *vins = calloc(MANY, sizeof(*vins));
    char **texts = calloc(MANY, sizeof(*texts));

    (void)unused;
    for (uint64_t i = 0; i < MANY; i++) {
        struct demo_vehicle v;

        demo_make(&world, i, &v, &life);
        if (!vin_check_digit_holds(&v.vin) || maker_of(&v.vin) == NULL)
            fail_msg("vehicle %llu: %s", (unsigned long long)i, v.vin.text);
        int year = vin_model_year(&v.vin, day_date(world.until)), first = day_date(v.tenures[0].from).year;
        if (year < first - 1 || year > first)
            fail_msg("vehicle %llu: model year %d, registered in %d", (unsigned long long)i, year, first);
        vins[i] = v.vin;
        texts[i] = vins[i].text;
    }
    qsort(texts, MANY, sizeof(*texts), compare_texts);
    for (size_t i = 1; i < MANY; i++)
        assert_string_not_equal(texts[i - 1], texts[i]);
    free(texts);
    free(vins);
}

static void plates_are_of_their_town_and_kind(void **unused)
{
    static struct life life;
    size_t count, new_energy = 0;

    (void)unused;
    for (uint64_t i = 0; i < 2000; i++) {
        struct demo_vehicle v;

        demo_make(&world, i, &v, &life);
        bool eight = (v.model->fuel & FUELS_TRACTION) != 0;
        new_energy += eight;
        for (unsigned k = 0; k < v.tenure_count; k++) {
            const char *plate = v.tenures[k].plate, *start = places(&count)[v.tenures[k].place].plate;

            if (!plate_is_valid(plate) || strlen(plate) != (eight ? 10 : 9) || strncmp(plate, start, 4) != 0)
                fail_msg("vehicle %llu, plate %s", (unsigned long long)i, plate);
            if (eight)
                assert_int_equal(plate[4], v.model->fuel == FUEL_ELECTRIC ? 'D' : 'F');
            assert_true(k == 0 || strcmp(plate, v.tenures[k - 1].plate) != 0);
        }
    }
    assert_in_range(new_energy, 200, 900);
}

static bool has(const struct life *life, enum label label)
{
    for (unsigned i = 0; i < life->count; i++)
        if (life->visits[i].labels & 1u << label)
            return true;
    return false;
}

/* Of all vehicles: 2 in a hundred turned back, 1 mistyped, 0.5 with another instrument. */
static void odometers_lie_as_often_as_promised(void **unused)
{
    static struct life life;
    size_t count[LABEL_COUNT] = {0}, registered = 0, silent = 0, older = 0;

    (void)unused;
    for (uint64_t i = 1; i <= MANY; i++) {
        struct demo_vehicle v;

        demo_make(&world, i, &v, &life);
        for (enum label label = 0; label < LABEL_COUNT; label++)
            count[label] += has(&life, label);
        registered += v.registered;
        silent += v.registered && life.count == 0;
        older += life.count != 0 && life.visits[0].brought < v.tenures[v.tenure_count - 1].from;
    }
    assert_in_range(count[LABEL_ROLLBACK], MANY * 17 / 1000, MANY * 23 / 1000);
    assert_in_range(count[LABEL_TYPING], MANY * 8 / 1000, MANY * 12 / 1000);
    assert_in_range(count[LABEL_ODOMETER_REPLACED], MANY * 35 / 10000, MANY * 65 / 10000);
    assert_in_range(count[LABEL_STRUCTURE], MANY * 15 / 1000, MANY * 40 / 1000);
    assert_in_range(registered, MANY * 96 / 100, MANY * 99 / 100);
    assert_in_range(silent, MANY * 3 / 100, MANY * 15 / 100);
    assert_in_range(older, MANY * 10 / 100, MANY * 50 / 100);
    for (enum label label = 0; label < LABEL_PRICE; label++)
        assert_true(count[label] > 0);
}

static void records_follow_one_another(void **unused)
{
    static struct life life;

    (void)unused;
    for (uint64_t i = 0; i < 3000; i++) {
        struct demo_vehicle v;

        demo_make(&world, i, &v, &life);
        for (unsigned k = 0; k < life.count; k++) {
            const struct visit *visit = &life.visits[k];
            bool true_one = visit->driven_km == visit->odometer_km;

            assert_true(visit->brought >= v.tenures[0].from && visit->settled <= world.until);
            assert_true(k == 0 || visit->brought > life.visits[k - 1].settled);
            assert_true(k == 0 || visit->driven_km >= life.visits[k - 1].driven_km);
            assert_in_range(visit->odometer_km, 0, ODOMETER_MAX);
            assert_true(world.workshops[visit->workshop].connected_from <= visit->brought);
            assert_true(true_one || has(&life, LABEL_ROLLBACK) || has(&life, LABEL_TYPING) ||
                        has(&life, LABEL_ODOMETER_REPLACED));
        }
    }
}

static void every_province_has_workshops_of_every_class(void **unused)
{
    unsigned classes[100] = {0};

    (void)unused;
    for (unsigned i = 0; i < workshops_count(); i++) {
        const struct demo_workshop *w = &world.workshops[i];

        assert_int_equal(strlen(w->code), 15);
        assert_int_equal(strncmp(w->code, w->place->division, 6), 0);
        assert_int_equal(strlen(w->credit_code), 18);
        classes[atoi(w->place->division) / 10000] |= 1u << w->class;
        for (unsigned k = i + 1; k < i + WORKSHOPS_IN_PLACE && k < workshops_count(); k++)
            assert_string_not_equal(w->name, world.workshops[k].name);
    }
    for (int province = 11, found = 0; province <= 65 || (assert_int_equal(found, 31), false); province++) {
        assert_true(classes[province] == 0 || classes[province] == (1u << 1 | 1u << 2 | 1u << 3));
        found += classes[province] != 0;
    }
}

/* Labels of what a buyer must know, as the signals that they should be read as. */
static signal_codes signals_of(unsigned labels)
{
    static const struct {
        enum label label;
        enum signal_code signal;
    } pairs[] = {
        {LABEL_ODOMETER_REPLACED, SIGNAL_ODOMETER        },
        {LABEL_STRUCTURE,         SIGNAL_STRUCTURE       },
        {LABEL_AIRBAG,            SIGNAL_AIRBAG          },
        {LABEL_FLOOD,             SIGNAL_FLOOD           },
        {LABEL_FIRE,              SIGNAL_FIRE            },
        {LABEL_TRACTION_BATTERY,  SIGNAL_TRACTION_BATTERY},
        {LABEL_DRIVE_UNIT,        SIGNAL_DRIVE_UNIT      },
    };
    signal_codes signals = 0;

    for (size_t i = 0; i < COUNT(pairs); i++)
        if (labels & 1u << pairs[i].label)
            signals |= CODE_BIT(pairs[i].signal);
    return signals;
}

static void check_record(const char *text, size_t length, const struct visit *visit)
{
    struct raw_submission raw;
    struct submission read;
    h2o_mem_pool_t pool;
    const struct line_value *object;

    h2o_mem_init_pool(&pool);
    object = line_json_read(&pool, text, length);
    assert_non_null(object);
    entry_read_repair(&pool, line_member(object, "repair"), &raw);
    submission_read(&pool, &raw, day_date(world.until), &read);
    if (findings_quarantine(read.findings) || (read.findings & 1u << FINDING_P1) ||
        (read.findings & 1u << FINDING_N1))
        fail_msg("findings %x: %.*s", read.findings, (int)length, text);
    assert_int_equal(read.record.odometer_km, visit->odometer_km);
    assert_true(read.record.settlement_no != NULL && read.record.work_count != 0);
    if (read.record.signals != signals_of(visit->labels))
        fail_msg("signals %llx: %.*s", (unsigned long long)read.record.signals, (int)length, text);
    h2o_mem_clear_pool(&pool);
}

static void every_record_can_be_read_as_what_it_is(void **unused)
{
    static struct life life;

    (void)unused;
    for (uint64_t i = 0; i < FEW; i++) {
        struct demo_vehicle v;

        demo_make(&world, i, &v, &life);
        for (unsigned k = 0; k < life.count; k++) {
            line.length = 0;
            line_repair(&line, &world.workshops[life.visits[k].workshop], &v, &life.visits[k], k);
            assert_int_equal(line.text[line.length - 1], '\n');
            check_record(line.text, line.length, &life.visits[k]);
        }
    }
}

/* The job of every kind, written by a workshop of every kind of program. */
static void every_job_can_be_read_as_what_it_is(void **unused)
{
    struct demo_vehicle v;
    struct life life;

    (void)unused;
    demo_make(&world, 0, &v, &life);
    for (enum job job = 0; job < JOB_COUNT; job++)
        for (unsigned workshop = 0; workshop < 12; workshop++) {
            struct visit visit = life.visits[0];

            visit.job_count = 1;
            visit.jobs[0] = job;
            visit.labels = visit_labels(&visit);
            line.length = 0;
            line_repair(&line, &world.workshops[workshop], &v, &visit, 0);
            check_record(line.text, line.length, &visit);
        }
}

/* As the odometer's verdict is given on what was written down. */
static struct verdict verdict_of(const struct life *life)
{
    static struct record records[VISITS_MAX];
    struct history history = {.records = records, .count = life->count};

    for (unsigned i = 0; i < life->count; i++) {
        const struct visit *visit = &life->visits[life->count - 1 - i];

        records[i] = (struct record){.brought_on = day_date(visit->brought),
                                     .settled_on = day_date(visit->settled),
                                     .odometer_km = visit->odometer_km,
                                     .works_coded = CODE_BIT(WORK_OIL), /* the worst for an honest one */
                                     .workshop.id = visit->workshop + 1,
                                     .signals = signals_of(visit->labels)};
    }
    return odometer_verdict(&history);
}

static bool with_reason(const struct verdict *verdict, enum verdict_reason reason)
{
    for (size_t i = 0; i < verdict->reason_count; i++)
        if (verdict->reasons[i] == reason)
            return true;
    return false;
}

/* What is said of so many vehicles of a kind. */
struct rates {
    unsigned all, inconsistent, with_reason, slip_named, slip_right;
};

/* The suggestion for the reading that was mistyped, if there is one. */
static void count_slip(const struct life *life, const struct verdict *verdict, struct rates *rates)
{
    for (size_t i = 0; i < verdict->evidence_count; i++) {
        const struct verdict_evidence *e = &verdict->evidence[i];
        const struct visit *visit = &life->visits[life->count - 1 - e->record];

        if (e->fitting_km == 0)
            continue;
        rates->slip_named++;
        rates->slip_right += labs(e->fitting_km - visit->driven_km) * 100 <= visit->driven_km;
    }
}

static void count_verdict(const struct life *life, struct rates *rates)
{
    struct verdict verdict = verdict_of(life);

    rates->all++;
    rates->inconsistent += verdict.class == VERDICT_INCONSISTENT;
    rates->with_reason += verdict.reason_count > 0 && verdict.reasons[0] != REASON_TOO_FEW;
    count_slip(life, &verdict, rates);
}

/*
 * The rates, against 2 in a hundred illogical in the Netherlands: of 20,000 vehicles 1.8 in a hundred are
 * called inconsistent. Of the honest nobody is, and nobody hears any reason; no typing error is called worse;
 * five in six of those turned back are found; K6 names what was meant for three typing errors in five, and is
 * right in nineteen of twenty.
 */
static void verdicts_are_what_the_labels_say(void **unused)
{
    static struct life life;
    struct rates honest = {0}, typing = {0}, turned_back = {0}, replaced = {0};

    (void)unused;
    for (uint64_t i = 0; i < MANY; i++) {
        struct demo_vehicle v;

        demo_make(&world, i, &v, &life);
        count_verdict(&life, has(&life, LABEL_ROLLBACK)            ? &turned_back
                             : has(&life, LABEL_ODOMETER_REPLACED) ? &replaced
                             : has(&life, LABEL_TYPING)            ? &typing
                                                                   : &honest);
    }
    print_message(
        "honest %u: %u inconsistent, %u with a reason; typing %u: %u, %u named, %u right; turned back %u: "
        "%u; replaced %u: %u\n",
        honest.all, honest.inconsistent, honest.with_reason, typing.all, typing.inconsistent,
        typing.slip_named, typing.slip_right, turned_back.all, turned_back.inconsistent, replaced.all,
        replaced.with_reason);
    assert_int_equal(honest.with_reason, 0);
    assert_int_equal(typing.inconsistent, 0);
    assert_int_equal(replaced.inconsistent, 0);
    assert_int_equal(replaced.with_reason, replaced.all);
    assert_true(turned_back.inconsistent * 6 >= turned_back.all * 5);
    assert_true(typing.slip_named * 5 >= typing.all * 3);
    assert_true(typing.slip_right * 100 >= typing.slip_named * 95);
    assert_in_range(turned_back.inconsistent, MANY * 15 / 1000, MANY * 2 / 100);
}

static void the_first_vehicle_is_worth_showing(void **unused)
{
    static struct life life;
    struct demo_vehicle v;
    unsigned typing = 0;

    (void)unused;
    demo_make(&world, 0, &v, &life);
    assert_true(v.registered && v.tenure_count == 2);
    assert_int_equal(life.count, 15);
    assert_true(life.visits[0].brought < v.tenures[1].from && life.visits[14].brought > v.tenures[1].from);
    for (unsigned i = 0; i < life.count; i++)
        typing += life.visits[i].labels == 1u << LABEL_TYPING;
    assert_int_equal(typing, 1);
    struct verdict verdict = verdict_of(&life);
    assert_true(with_reason(&verdict, REASON_LIKELY_TYPING));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_seed_gives_the_same_bytes),
        cmocka_unit_test(a_seed_gives_these_bytes),
        cmocka_unit_test(a_vehicle_is_the_same_whatever_was_made_before),
        cmocka_unit_test(vins_are_those_of_known_makers_and_each_is_there_once),
        cmocka_unit_test(plates_are_of_their_town_and_kind),
        cmocka_unit_test(odometers_lie_as_often_as_promised),
        cmocka_unit_test(records_follow_one_another),
        cmocka_unit_test(every_province_has_workshops_of_every_class),
        cmocka_unit_test(every_record_can_be_read_as_what_it_is),
        cmocka_unit_test(every_job_can_be_read_as_what_it_is),
        cmocka_unit_test(verdicts_are_what_the_labels_say),
        cmocka_unit_test(the_first_vehicle_is_worth_showing),
    };

    return cmocka_run_group_tests(tests, make_world, free_world);
}
