/* A workshop as a whole: marks beside a vehicle's other records, days that add up, and each sign on both
 * sides of its bound. How well all of it does together is measured in tests/quality. */
#include "testing.h"

#include <stdio.h>

#include "history/workshop_signs.h"

enum { TODAY = 20768 }; /* 2026-11-11, a Wednesday */

static struct settings settings;

static int read_settings(void **unused)
{
    char complaint[256];

    (void)unused;
    return !settings_read(&settings, complaint, sizeof(complaint));
}

static struct workshop_job job_on(long day, long km, uint64_t plate)
{
    return (struct workshop_job){.workshop = 1,
                                 .vehicle = 5,
                                 .plate = plate,
                                 .fault = 3,
                                 .day = day,
                                 .accepted_day = day,
                                 .accepted_minute = 600,
                                 .odometer_km = km,
                                 .has_works = true,
                                 .has_parts = true};
}

static void readings_are_compared_with_those_of_other_days(void **unused)
{
    const struct workshop_job jobs[] = {job_on(1, 10000, 7),  job_on(1, 900, 7),
                                        job_on(30, 12000, 0), job_on(60, 11950, 8),
                                        job_on(90, 5000, 8),  job_on(95, ODOMETER_UNKNOWN, 7)};
    struct workshop_mark marks[COUNT(jobs)];

    (void)unused;
    workshop_marks(jobs, COUNT(jobs), marks);
    /* on one day nothing is known to be first; 50 km less is how people write; 5,000 contradicts all but 900
     */
    const struct {
        bool differs;
        unsigned concordant, discordant;
    } expected[COUNT(jobs)] = {
        {false, 2, 1},
        {false, 3, 0},
        {false, 2, 1},
        {true,  2, 1},
        {false, 1, 3},
        {true,  0, 0}
    };
    for (size_t i = 0; i < COUNT(jobs); i++) {
        if (marks[i].plate_differs != expected[i].differs || marks[i].concordant != expected[i].concordant ||
            marks[i].discordant != expected[i].discordant)
            fail_msg("row %zu: %d %u %u", i, marks[i].plate_differs, marks[i].concordant,
                     marks[i].discordant);
    }
}

static void a_reading_is_compared_with_eight_on_each_side(void **unused)
{
    struct workshop_job jobs[40];
    struct workshop_mark marks[40];

    (void)unused;
    for (long i = 0; i < 40; i++)
        jobs[i] = job_on(i, 1000 * i, 1);
    workshop_marks(jobs, 40, marks);
    assert_int_equal(marks[0].concordant, 8);
    assert_int_equal(marks[20].concordant, 16);
    assert_int_equal(marks[39].concordant, 8);
}

static void a_record_counts(void **unused)
{
    struct workshop_day day = {0};
    struct workshop_job job = job_on(100, 41500, 0);
    struct workshop_mark mark = {.concordant = 4, .discordant = 1, .plate_differs = true};

    (void)unused;
    job.accepted_day = 104;
    job.accepted_minute = 299;
    job.has_parts = false;
    job.findings = FINDING_BIT(FINDING_V2) | FINDING_BIT(FINDING_L1);
    workshop_day_add(&day, &job, &mark);
    static const enum day_count once[] = {
        DAY_RECORDS,   DAY_FLAWED, DAY_NO_PLATE,   DAY_WORKS_ONLY, DAY_CHECK_FAILED, DAY_PLATE_DIFFERS,
        DAY_ODOMETERS, DAY_ROUND,  DAY_DISCORDANT, DAY_LATE,       DAY_OVERDUE,      DAY_NIGHT_OVERDUE};
    uint32_t sum = 0;
    for (size_t i = 0; i < DAY_COUNTS; i++)
        sum += day.count[i];
    for (size_t i = 0; i < COUNT(once); i++)
        assert_int_equal(day.count[once[i]], 1);
    assert_int_equal(day.count[DAY_CONCORDANT], 4);
    assert_int_equal(sum, COUNT(once) + 4);
    assert_int_equal(day.first_digit[3], 1);
    assert_int_equal(day.last_digit[0], 1);
    assert_int_equal(day.finding[FINDING_L1], 1);
    assert_int_equal(frequent_sum(&day.replated, 6), 1);
    job.accepted_minute = 300;
    workshop_day_add(&day, &job, &mark);
    job.findings = FINDING_BIT(FINDING_V3); /* a note of ours */
    job.accepted_day = 103;
    workshop_day_add(&day, &job, &mark);
    job.accepted_day = 101;
    workshop_day_add(&day, &job, &mark);
    assert_int_equal(day.count[DAY_FLAWED], 2);
    assert_int_equal(day.finding[FINDING_V3], 2);
    assert_int_equal(day.count[DAY_LATE], 3);
    assert_int_equal(day.count[DAY_OVERDUE], 2);
    assert_int_equal(day.count[DAY_NIGHT_OVERDUE], 1);
}

static struct workshop_day many(uint64_t first, uint64_t last, unsigned times)
{
    struct workshop_day day = {0};
    struct workshop_mark none = {0};

    for (uint64_t text = first; text <= last; text++)
        for (unsigned i = 0; i < times; i++) {
            struct workshop_job job = job_on(1, 12345, 1);

            job.fault = text;
            workshop_day_add(&day, &job, &none);
        }
    return day;
}

static void days_add_up_in_any_order(void **unused)
{
    struct workshop_day a = many(1, 9, 3), b = many(5, 20, 2), one = {0}, other = {0}, read;
    char text[WORKSHOP_DAY_TEXT], again[WORKSHOP_DAY_TEXT];

    (void)unused;
    workshop_day_merge(&one, &a);
    workshop_day_merge(&one, &b);
    workshop_day_merge(&other, &b);
    workshop_day_merge(&other, &a);
    workshop_day_write(&one, text);
    workshop_day_write(&other, again);
    assert_string_equal(text, again);
    assert_int_equal(one.count[DAY_RECORDS], 9 * 3 + 16 * 2);
    assert_int_equal(frequent_sum(&one.faults, 1), 5);
    assert_true(workshop_day_read(&read, text));
    workshop_day_write(&read, again);
    assert_string_equal(text, again);
}

static void what_is_frequent_stays(void **unused)
{
    struct workshop_day sum = many(7, 7, 600), scattered = many(1000, 1399, 1);

    (void)unused;
    workshop_day_merge(&sum, &scattered);
    assert_in_range(frequent_sum(&sum.faults, 1), 600 - 1000 / (FREQUENT_MOST + 1), 600);
    assert_in_range(sum.faults.count, 1, FREQUENT_MOST);
}

static void what_becomes_frequent_comes_in(void **unused)
{
    struct workshop_day sum = many(1, FREQUENT_MOST, 2);
    struct workshop_mark none = {0};
    struct workshop_job job = job_on(1, 12345, 1);

    (void)unused;
    job.fault = 99;
    for (int i = 0; i < 600; i++)
        workshop_day_add(&sum, &job, &none);
    assert_in_range(frequent_sum(&sum.faults, 1), 600 - 664 / (FREQUENT_MOST + 1), 600);
}

static void what_is_stored_otherwise_is_not_read(void **unused)
{
    struct workshop_day day = many(1, 40, 1), read;
    char text[WORKSHOP_DAY_TEXT];

    (void)unused;
    workshop_day_write(&day, text);
    assert_false(workshop_day_read(&read, ""));
    assert_false(workshop_day_read(&read, "3 1 2 3 0 0"));
    text[strlen(text) - 2] = 'x';
    assert_false(workshop_day_read(&read, text));
    memset(&day, 0xff, sizeof(day));
    day.faults.count = day.replated.count = FREQUENT_MOST;
    workshop_day_write(&day, text); /* the longest there is */
    assert_in_range(strlen(text), 1, WORKSHOP_DAY_TEXT - 1);
    assert_true(workshop_day_read(&read, text));
    strcat(text, " 1");
    assert_false(workshop_day_read(&read, text));
}

/* A calm workshop: five records on each day but Sundays, digits as instruments have them. */
static struct workshop_window calm(void)
{
    struct workshop_window w = {.today = TODAY, .class = WORKSHOP_CLASS_2};

    for (long ago = 0; ago < WINDOW_DAYS; ago++)
        if ((TODAY - ago) % 7 != 3)
            w.records[ago] = 5;
    for (long ago = 0; ago < WINDOW_DAYS; ago++)
        w.sum.count[DAY_RECORDS] += w.records[ago];
    w.sum.count[DAY_ODOMETERS] = w.sum.count[DAY_RECORDS];
    w.sum.count[DAY_CONCORDANT] = 1000;
    for (size_t i = 0; i < 10; i++)
        w.sum.last_digit[i] = 40;
    return w;
}

static void raises(const struct workshop_window *w, enum workshop_sign sign, bool raised)
{
    struct workshop_judgement j;

    workshop_judge(w, &settings, &j);
    for (enum workshop_sign s = 0; s < SIGN_COUNT; s++)
        if (j.sign[s].raised != (raised && s == sign))
            fail_msg("%s, where %s is asked for: %u of %u, chance %g", workshop_sign_code(s),
                     workshop_sign_code(sign), j.sign[s].part, j.sign[s].whole, j.sign[s].chance);
}

static void each_sign_has_two_sides(void **unused)
{
    struct workshop_window w = calm();
    uint32_t records = w.sum.count[DAY_RECORDS];

    (void)unused;
    raises(&w, SIGN_COUNT, false);
    for (uint32_t i = 0; i < 8; i++)
        w.sum.replated.entry[w.sum.replated.count++] = (struct frequent_entry){i + 1, 7};
    raises(&w, SIGN_REPLATED, true);
    for (uint32_t i = 0; i < 8; i++)
        w.sum.replated.entry[i].count = 3;
    raises(&w, SIGN_REPLATED, false);
    w = calm();
    w.sum.faults = (struct frequent){.entry = {{9, records * 81 / 100}}, .count = 1};
    raises(&w, SIGN_ONE_TEXT, true);
    w.sum.faults.entry[0].count = records * 79 / 100;
    raises(&w, SIGN_ONE_TEXT, false);
    w = calm();
    w.sum.count[DAY_DISCORDANT] = 160; /* of 1,160: 13.8 % */
    raises(&w, SIGN_UNRELATED, true);
    w.sum.count[DAY_DISCORDANT] = 130; /* 11.5 % */
    raises(&w, SIGN_UNRELATED, false);
    w = calm();
    w.sum.count[DAY_ROUND] = records * 31 / 100;
    raises(&w, SIGN_ROUND, true);
    w.sum.count[DAY_ROUND] = records * 29 / 100;
    raises(&w, SIGN_ROUND, false);
    w = calm();
    w.sum.last_digit[3] = w.sum.last_digit[7] = 80;
    raises(&w, SIGN_CHOSEN, true);
    w = calm();
    w.sum.last_digit[0] = w.sum.last_digit[5] = 200; /* who rounds thinks nothing up */
    raises(&w, SIGN_CHOSEN, false);
    w.sum.count[DAY_CHECK_FAILED] = records * 6 / 100 + 1;
    raises(&w, SIGN_INVENTED, true);
    w.sum.count[DAY_CHECK_FAILED] = records * 5 / 100;
    raises(&w, SIGN_INVENTED, false);
    w = calm();
    w.sum.count[DAY_OVERDUE] = records * 31 / 100;
    raises(&w, SIGN_OVERDUE, true);
    w.sum.count[DAY_OVERDUE] = records * 29 / 100;
    raises(&w, SIGN_OVERDUE, false);
    w.sum.count[DAY_PARTS_ONLY] = records * 31 / 100;
    w.sum.count[DAY_WORKS_ONLY] = records * 31 / 100;
    raises(&w, SIGN_ONE_SIDED, true);
    w.sum.count[DAY_WORKS_ONLY] = records * 28 / 100;
    raises(&w, SIGN_ONE_SIDED, false);
    w.records[40] = 151;
    raises(&w, SIGN_CROWDED, true);
    w.class = WORKSHOP_CLASS_1;
    raises(&w, SIGN_CROWDED, false);
}

static void late_at_night_is_late_as_well(void **unused)
{
    struct workshop_window w = calm();
    struct workshop_judgement j;

    (void)unused;
    w.sum.count[DAY_OVERDUE] = w.sum.count[DAY_NIGHT_OVERDUE] = w.sum.count[DAY_RECORDS] / 2;
    workshop_judge(&w, &settings, &j);
    assert_true(j.sign[SIGN_BACKFILLED].raised && j.sign[SIGN_OVERDUE].raised);
    assert_int_equal(j.weight, 3);
    assert_in_range(j.weight, 1, ALARM_WEIGHT - 1);
}

static bool silent(long today, long days)
{
    struct workshop_window w = calm();
    struct workshop_judgement j;

    w.today = today;
    for (long ago = 0; ago < days; ago++)
        w.records[ago] = 0;
    workshop_judge(&w, &settings, &j);
    return j.sign[SIGN_SILENT].raised;
}

/* It works each day, so five working days are usual and the sixth is not. */
static void silence_is_counted_in_working_days(void **unused)
{
    (void)unused;
    assert_false(silent(TODAY, 7)); /* Wednesday to Tuesday */
    assert_true(silent(TODAY, 9));
    assert_false(silent(20734, 9)); /* the National Day holidays of 2026 end on 7 October, the day before */
}

static void who_was_never_busy_is_not_silent(void **unused)
{
    struct workshop_window w = {.today = TODAY};

    (void)unused;
    for (long ago = 40; ago < 50; ago++)
        w.records[ago] = 1;
    raises(&w, SIGN_SILENT, false);
}

static void a_drop_is_beside_its_own_rhythm(void **unused)
{
    struct workshop_window w = calm();

    (void)unused;
    for (long ago = 0; ago < 14; ago++)
        w.records[ago] = w.records[ago] == 0 ? 0 : 1;
    raises(&w, SIGN_DROPPED, true);
    for (long ago = 0; ago < 14; ago++)
        w.records[ago] *= 2;
    raises(&w, SIGN_DROPPED, false);
}

static void it_gets_worse(void **unused)
{
    struct workshop_window w = calm();

    (void)unused;
    for (long ago = 0; ago < WINDOW_DAYS; ago++)
        w.flawed[ago] = ago % 10 == 0 || ago < 28;
    raises(&w, SIGN_WORSE, true);
    for (long ago = 0; ago < WINDOW_DAYS; ago++)
        w.flawed[ago] = 1; /* no better before */
    raises(&w, SIGN_WORSE, false);
    for (long ago = 0; ago < WINDOW_DAYS; ago++)
        w.flawed[ago] = w.records[ago] == 0 ? 0
                        : ago < 28          ? 4
                                            : 2 + ago % 2; /* half as many again, and not by chance */
    raises(&w, SIGN_WORSE, false);
}

static void few_records_say_nothing(void **unused)
{
    struct workshop_window w = {.today = TODAY};

    (void)unused;
    w.sum.count[DAY_RECORDS] = w.sum.count[DAY_CHECK_FAILED] = w.sum.count[DAY_OVERDUE] = 49;
    raises(&w, SIGN_COUNT, false);
    w.sum.count[DAY_RECORDS] = w.sum.count[DAY_CHECK_FAILED] = w.sum.count[DAY_OVERDUE] = 50;
    struct workshop_judgement j;
    workshop_judge(&w, &settings, &j);
    assert_true(j.sign[SIGN_INVENTED].raised && j.sign[SIGN_OVERDUE].raised);
}

static void days_outside_the_window_are_passed_over(void **unused)
{
    struct workshop_window w = {.today = TODAY};
    struct workshop_day day = many(1, 3, 1);

    (void)unused;
    workshop_window_add(&w, TODAY + 1, &day);
    workshop_window_add(&w, TODAY - WINDOW_DAYS, &day);
    assert_int_equal(w.sum.count[DAY_RECORDS], 0);
    workshop_window_add(&w, TODAY - WINDOW_DAYS + 1, &day);
    assert_int_equal(w.sum.count[DAY_RECORDS], 3);
    assert_int_equal(w.records[WINDOW_DAYS - 1], 3);
}

static void codes_are_found_again(void **unused)
{
    (void)unused;
    for (enum workshop_sign sign = 0; sign < SIGN_COUNT; sign++)
        assert_int_equal(workshop_sign_of(workshop_sign_code(sign)), sign);
    assert_int_equal(workshop_sign_of("A"), SIGN_COUNT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(readings_are_compared_with_those_of_other_days),
        cmocka_unit_test(a_reading_is_compared_with_eight_on_each_side),
        cmocka_unit_test(a_record_counts),
        cmocka_unit_test(days_add_up_in_any_order),
        cmocka_unit_test(what_is_frequent_stays),
        cmocka_unit_test(what_becomes_frequent_comes_in),
        cmocka_unit_test(what_is_stored_otherwise_is_not_read),
        cmocka_unit_test(each_sign_has_two_sides),
        cmocka_unit_test(late_at_night_is_late_as_well),
        cmocka_unit_test(silence_is_counted_in_working_days),
        cmocka_unit_test(who_was_never_busy_is_not_silent),
        cmocka_unit_test(a_drop_is_beside_its_own_rhythm),
        cmocka_unit_test(it_gets_worse),
        cmocka_unit_test(few_records_say_nothing),
        cmocka_unit_test(days_outside_the_window_are_passed_over),
        cmocka_unit_test(codes_are_found_again),
    };

    return cmocka_run_group_tests(tests, read_settings, NULL);
}
