#include "testing.h"

#include "history/record.h"
#include "history/verdict.h"

enum { MOST = 8 };

struct sent {
    struct date on;
    long km;
    int64_t workshop;
    work_codes works;
};

#define DAY(...) \
    { \
        __VA_ARGS__ \
    }
#define OIL CODE_BIT(WORK_OIL)

/* Oldest first. `record` and `fitting_km` are of the last piece of evidence; -1 where there is none. */
/* clang-format off */
static const struct {
    const char *name;
    struct sent sent[MOST];
    enum verdict_class class;
    enum verdict_reason reasons[3];
    int record;
    long fitting_km;
} rows[] = {
    {"a fast month of a taxi is no wonder",
     {{DAY(2024, 1, 1), 10000, 1, OIL}, {DAY(2024, 1, 31), 26000, 2, OIL}},
     VERDICT_CONSISTENT, {0}, -1, 0},
    {"K5: thirty thousand in a month, and nobody says which is wrong",
     {{DAY(2024, 1, 1), 10000, 1, 0}, {DAY(2024, 1, 31), 40000, 2, 0}},
     VERDICT_NO_JUDGEMENT, {REASON_RATE}, 1, 0},
    {"K5: two in one day",
     {{DAY(2024, 1, 1), 10000, 1, 0}, {DAY(2024, 1, 1), 13000, 2, 0}},
     VERDICT_NO_JUDGEMENT, {REASON_RATE}, 1, 0},
    {"K5 takes nothing from what fell",
     {{DAY(2020, 1, 1), 50000, 1, 0}, {DAY(2020, 6, 1), 60000, 1, 0}, {DAY(2020, 12, 1), 20000, 2, 0},
      {DAY(2021, 5, 1), 25000, 3, 0}, {DAY(2021, 5, 20), 90000, 3, 0}, {DAY(2021, 9, 20), 91000, 3, 0}},
     VERDICT_INCONSISTENT, {REASON_LOWER, REASON_RATE}, 4, 0},
    {"K3: the first was far too high, the others agree",
     {{DAY(2024, 1, 1), 10000, 1, 0}, {DAY(2024, 1, 20), 200000, 2, 0}, {DAY(2024, 6, 20), 205000, 2, 0},
      {DAY(2024, 12, 20), 212000, 2, 0}},
     VERDICT_NO_JUDGEMENT, {REASON_LIKELY_TYPING}, 0, 0},
    {"K6: the last digit was forgotten",
     {{DAY(2021, 1, 1), 30000, 1, 0}, {DAY(2021, 7, 1), 4000, 1, 0}, {DAY(2022, 1, 1), 50000, 1, 0},
      {DAY(2022, 7, 1), 60000, 1, 0}},
     VERDICT_NO_JUDGEMENT, {REASON_LIKELY_TYPING, REASON_DIGIT}, 1, 40000},
    {"K6: a digit too many",
     {{DAY(2021, 1, 1), 30000, 1, 0}, {DAY(2021, 7, 1), 400001, 1, 0}, {DAY(2022, 1, 1), 50000, 1, 0}},
     VERDICT_NO_JUDGEMENT, {REASON_LIKELY_TYPING, REASON_DIGIT}, 1, 40000},
    {"K6: miles",
     {{DAY(2021, 1, 1), 30000, 1, 0}, {DAY(2021, 7, 1), 24850, 1, 0}, {DAY(2022, 1, 1), 50000, 1, 0}},
     VERDICT_NO_JUDGEMENT, {REASON_LIKELY_TYPING, REASON_UNIT}, 1, 39983},
    {"K6: kilometres turned into kilometres once more",
     {{DAY(2021, 1, 1), 90000, 1, 0}, {DAY(2021, 7, 1), 160900, 1, 0}, {DAY(2022, 1, 1), 110000, 1, 0}},
     VERDICT_NO_JUDGEMENT, {REASON_LIKELY_TYPING, REASON_UNIT}, 1, 99918},
    {"K6: two digits exchanged",
     {{DAY(2021, 1, 1), 30000, 1, 0}, {DAY(2021, 7, 1), 93500, 1, 0}, {DAY(2022, 1, 1), 50000, 1, 0}},
     VERDICT_NO_JUDGEMENT, {REASON_LIKELY_TYPING, REASON_SWAPPED}, 1, 39500},
    {"K6 says nothing when nothing fits",
     {{DAY(2021, 1, 1), 30000, 1, 0}, {DAY(2021, 7, 1), 77777, 1, 0}, {DAY(2022, 1, 1), 50000, 1, 0}},
     VERDICT_NO_JUDGEMENT, {REASON_LIKELY_TYPING}, 1, 0},
    {"K6 tells which of two that might be it",
     {{DAY(2021, 1, 1), 30000, 1, 0}, {DAY(2021, 7, 1), 38000, 1, 0}, {DAY(2022, 1, 1), 4600, 1, 0}},
     VERDICT_NO_JUDGEMENT, {REASON_LIKELY_TYPING, REASON_DIGIT}, 2, 46000},
    {"K7: the same reading half a year later, with new oil",
     {{DAY(2021, 1, 1), 30000, 1, OIL}, {DAY(2021, 7, 1), 30000, 1, OIL}, {DAY(2022, 1, 1), 50000, 1, OIL}},
     VERDICT_CONSISTENT, {REASON_COPIED}, 1, 0},
    {"K7 not within a month, when the vehicle may have stood",
     {{DAY(2021, 1, 1), 30000, 1, OIL}, {DAY(2021, 1, 31), 30000, 1, OIL}, {DAY(2022, 1, 1), 50000, 1, OIL}},
     VERDICT_CONSISTENT, {0}, -1, 0},
    {"K7 not without wear",
     {{DAY(2021, 1, 1), 30000, 1, OIL}, {DAY(2021, 7, 1), 30000, 1, CODE_BIT(WORK_PAINT)},
      {DAY(2022, 1, 1), 50000, 1, OIL}},
     VERDICT_CONSISTENT, {0}, -1, 0},
    {"K2: two on one day, lower and higher",
     {{DAY(2021, 1, 1), 30000, 1, 0}, {DAY(2021, 1, 1), 29000, 2, 0}, {DAY(2022, 1, 1), 50000, 1, 0}},
     VERDICT_CONSISTENT, {REASON_LOWER_SAME_DAY}, 1, 0},
};
/* clang-format on */

static size_t write_down(const struct sent sent[MOST], struct record records[MOST])
{
    size_t count = 0;

    while (count < MOST && sent[count].km != 0)
        count++;
    for (size_t i = 0; i < count; i++)
        records[count - 1 - i] = (struct record){.brought_on = sent[i].on,
                                                 .settled_on = sent[i].on,
                                                 .odometer_km = sent[i].km,
                                                 .workshop.id = sent[i].workshop,
                                                 .works_coded = sent[i].works};
    return count;
}

static void every_rule_says_what_it_should(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct record records[MOST];
        size_t count = write_down(rows[i].sent, records), reasons = 0;
        struct verdict v = odometer_verdict(&(struct history){.records = records, .count = count});
        const struct verdict_evidence *last =
            v.evidence_count == 0 ? NULL : &v.evidence[v.evidence_count - 1];

        while (reasons < 3 && rows[i].reasons[reasons] != REASON_NONE)
            reasons++;
        bool good = v.class == rows[i].class && v.reason_count == reasons;
        for (size_t k = 0; good && k < reasons; k++)
            good = v.reasons[k] == rows[i].reasons[k];
        if (good && rows[i].record >= 0)
            good = last != NULL && last->record == count - 1 - (size_t)rows[i].record &&
                   last->fitting_km == rows[i].fitting_km;
        if (!good || (rows[i].record < 0 && last != NULL))
            fail_msg("%s: %s, %zu reasons, the first %s, record %d, fitting %ld", rows[i].name,
                     verdict_class_code(v.class), v.reason_count,
                     verdict_reason_code(v.reason_count == 0 ? REASON_NONE : v.reasons[0]),
                     last == NULL ? -1 : (int)(count - 1 - last->record),
                     last == NULL ? 0 : last->fitting_km);
    }
}

static void what_a_reading_is_compared_with_is_told(void **unused)
{
    const struct sent sent[MOST] = {
        {{2020, 1, 1}, 60000, 1, 0},
        {{2020, 7, 1}, 90000, 1, 0},
        {{2021, 1, 1}, 40000, 2, 0},
        {{2021, 7, 1}, 45000, 3, 0},
        {{2022, 1, 1}, 50000, 2, 0},
    };
    struct record records[MOST];
    size_t count = write_down(sent, records);
    struct verdict v = odometer_verdict(&(struct history){.records = records, .count = count});

    (void)unused;
    assert_int_equal(v.class, VERDICT_INCONSISTENT);
    assert_int_equal(v.reason_count, 1);
    assert_int_equal(v.reasons[0], REASON_LOWER_CONFIRMED);
    assert_int_equal(v.evidence_count, 1); /* those that stay low are witnesses */
    assert_int_equal(records[v.evidence[0].record].odometer_km, 40000);
    assert_true(v.evidence[0].compared);
    assert_int_equal(records[v.evidence[0].against].odometer_km, 90000);
}

/* More doubtful readings than there is room for are still judged, and the first are shown. */
static void evidence_is_bounded(void **unused)
{
    struct record records[2 * VERDICT_MAX_EVIDENCE + 4];
    size_t count = COUNT(records);

    (void)unused;
    for (size_t i = 0; i < count; i++)
        records[count - 1 - i] = (struct record){
            .settled_on = {2000 + (int)i, 1, 1},
            .odometer_km = i % 2 == 0 ? 90000 + (long)i * 1000 : 1000 + (long)i * 100
        };
    struct verdict v = odometer_verdict(&(struct history){.records = records, .count = count});
    assert_int_equal(v.class, VERDICT_INCONSISTENT);
    assert_int_equal(v.evidence_count, VERDICT_MAX_EVIDENCE);
    assert_true(v.reason_count <= REASON_COUNT);
}

static void every_reason_has_a_code_and_a_rule(void **unused)
{
    (void)unused;
    for (enum verdict_reason reason = 0; reason < REASON_COUNT; reason++) {
        assert_non_null(verdict_reason_code(reason));
        assert_true((verdict_reason_rule(reason) == NULL) == (reason == REASON_NONE));
        for (enum verdict_reason other = 0; other < reason; other++)
            assert_string_not_equal(verdict_reason_code(reason), verdict_reason_code(other));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_rule_says_what_it_should),
        cmocka_unit_test(what_a_reading_is_compared_with_is_told),
        cmocka_unit_test(evidence_is_bounded),
        cmocka_unit_test(every_reason_has_a_code_and_a_rule),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
