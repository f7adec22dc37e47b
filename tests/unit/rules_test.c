#include "testing.h"

#include "history/distance.h"
#include "history/record.h"
#include "history/rules.h"

enum { MOST = 4 };

#define DAY(...) \
    { \
        __VA_ARGS__ \
    }
#define BRAKES CODE_BIT(WORK_BRAKES)

/* A visit as a row: workshop 1 is in Shanghai, 2 in Hangzhou, 3 in Beijing, 4 nobody knows where. */
struct visit {
    struct date on;
    int minute;
    int workshop;
    long km;
    char plate, fuel;
    work_codes works;
    int late;
    bool elsewhere;
    finding_set findings;
};

static const char *const regions[] = {NULL, "310115", "330102", "110105", NULL};

/* Oldest first; `records` are the places of those found, counted likewise, and FOUND_ALONE where there are no
 * more. */
/* clang-format off */
static const struct {
    const char *name;
    struct visit visits[MOST];
    enum finding finding; /* FINDING_COUNT: nothing at all */
    int records[3];
    int other;
    long suggested_km;
    int told; /* workshop of the last one */
} rows[] = {
    {"an ordinary year",
     {{DAY(2024, 1, 1), .workshop = 1, .km = 10000}, {DAY(2024, 7, 1), .workshop = 2, .km = 20000}},
     FINDING_COUNT, {-1}, 0, 0, 0},
    {"K1: lower by 100 km",
     {{DAY(2024, 1, 1), .workshop = 1, .km = 10100}, {DAY(2024, 7, 1), .workshop = 2, .km = 10000}},
     FINDING_K1, {1, -1}, 0, 0, 2},
    {"K1 tolerates 99 km",
     {{DAY(2024, 1, 1), .workshop = 1, .km = 10099}, {DAY(2024, 7, 1), .workshop = 2, .km = 10000}},
     FINDING_COUNT, {-1}, 0, 0, 0},
    {"K2: lower on the same day",
     {{DAY(2024, 1, 1), .workshop = 1, .km = 10100}, {DAY(2024, 1, 1), .workshop = 2, .km = 10000}},
     FINDING_K2, {1, -1}, 0, 0, 2},
    {"K3: one that does not fit",
     {{DAY(2024, 1, 1), .workshop = 1, .km = 10000}, {DAY(2024, 4, 1), .workshop = 1, .km = 77777},
      {DAY(2024, 7, 1), .workshop = 2, .km = 16000}},
     FINDING_K3, {1, -1}, FOUND_ALONE, 0, 1},
    {"K6 takes the place of K3 and says what was meant",
     {{DAY(2024, 1, 1), .workshop = 1, .km = 40000}, {DAY(2024, 4, 1), .workshop = 1, .km = 450000},
      {DAY(2024, 7, 1), .workshop = 2, .km = 50000}},
     FINDING_K6, {1, -1}, FOUND_ALONE, 45000, 1},
    {"K4: two later ones of others agree",
     {{DAY(2024, 1, 1), .workshop = 1, .km = 90000}, {DAY(2024, 4, 1), .workshop = 2, .km = 40000},
      {DAY(2024, 7, 1), .workshop = 3, .km = 45000}, {DAY(2024, 9, 1), .workshop = 2, .km = 47000}},
     FINDING_K3, {0, -1}, FOUND_ALONE, 0, 1},
    {"K5: faster than can be driven",
     {{DAY(2024, 1, 1), .workshop = 1, .km = 10000}, {DAY(2024, 1, 7), .workshop = 2, .km = 16001}},
     FINDING_K5, {1, -1}, 0, 0, 2},
    {"K5 not for a taxi's week",
     {{DAY(2024, 1, 1), .workshop = 1, .km = 10000}, {DAY(2024, 1, 7), .workshop = 2, .km = 16000}},
     FINDING_COUNT, {-1}, 0, 0, 0},
    {"K7: copied, with brakes",
     {{DAY(2024, 1, 1), .workshop = 1, .km = 10000, .works = BRAKES}, {DAY(2024, 2, 1), .workshop = 1, .km = 10000, .works = BRAKES}},
     FINDING_K7, {1, -1}, 0, 0, 1},
    {"K7 not within thirty days",
     {{DAY(2024, 1, 1), .workshop = 1, .km = 10000, .works = BRAKES}, {DAY(2024, 1, 31), .workshop = 1, .km = 10000, .works = BRAKES}},
     FINDING_COUNT, {-1}, 0, 0, 0},
    {"G1: Shanghai and Beijing, 971 km after the roughness, in eight hours and five minutes",
     {{DAY(2024, 1, 1), .minute = 480, .workshop = 1, .km = 10000}, {DAY(2024, 1, 1), .minute = 965, .workshop = 3, .km = 11000}},
     FINDING_G1, {1, 0, -1}, 1, 0, 1},
    {"G1 not in eight hours and six",
     {{DAY(2024, 1, 1), .minute = 480, .workshop = 1, .km = 10000}, {DAY(2024, 1, 1), .minute = 966, .workshop = 3, .km = 11000}},
     FINDING_COUNT, {-1}, 0, 0, 0},
    {"G1 over midnight",
     {{DAY(2024, 1, 1), .minute = 1380, .workshop = 1, .km = 10000}, {DAY(2024, 1, 2), .minute = 240, .workshop = 3, .km = 11000}},
     FINDING_G1, {1, 0, -1}, 1, 0, 1},
    {"G1 says nothing where no time is said",
     {{DAY(2024, 1, 1), .workshop = 1, .km = 10000}, {DAY(2024, 1, 1), .minute = 480, .workshop = 3, .km = 11000}},
     FINDING_COUNT, {-1}, 0, 0, 0},
    {"G1 says nothing of a place that nobody knows",
     {{DAY(2024, 1, 1), .minute = 480, .workshop = 1, .km = 10000}, {DAY(2024, 1, 1), .minute = 490, .workshop = 4, .km = 11000}},
     FINDING_COUNT, {-1}, 0, 0, 0},
    {"G1 not for neighbours, whose border may be between them",
     {{DAY(2024, 1, 1), .minute = 480, .workshop = 1, .km = 10000}, {DAY(2024, 1, 1), .minute = 520, .workshop = 2, .km = 10100}},
     FINDING_COUNT, {-1}, 0, 0, 0},
    {"G2: a third plate within thirty days",
     {{DAY(2024, 1, 1), .workshop = 1, .km = 10000, .plate = 'a'}, {DAY(2024, 1, 20), .workshop = 1, .km = 10400, .plate = 'b'}, {DAY(2024, 1, 31), .workshop = 2, .km = 10600, .plate = 'c'}},
     FINDING_G2, {2, -1}, 1, 0, 2},
    {"G2 not when the first is thirty-one days ago",
     {{DAY(2024, 1, 1), .workshop = 1, .km = 10000, .plate = 'a'}, {DAY(2024, 1, 20), .workshop = 1, .km = 10400, .plate = 'b'}, {DAY(2024, 2, 1), .workshop = 2, .km = 10600, .plate = 'c'}},
     FINDING_COUNT, {-1}, 0, 0, 0},
    {"G2 not for one that is no plate",
     {{DAY(2024, 1, 1), .workshop = 1, .km = 10000, .plate = 'a'}, {DAY(2024, 1, 20), .workshop = 1, .km = 10400, .plate = 'b', .findings = FINDING_BIT(FINDING_T1)},
      {DAY(2024, 1, 31), .workshop = 2, .km = 10600, .plate = 'b'}},
     FINDING_T1, {1, -1}, FOUND_ALONE, 0, 1},
    {"G2: the plate was another vehicle's that day",
     {{DAY(2024, 1, 1), .workshop = 1, .km = 10000, .plate = 'a'}, {DAY(2024, 3, 1), .workshop = 1, .km = 11000, .plate = 'a', .elsewhere = true}},
     FINDING_G2, {1, -1}, FOUND_ALONE, 0, 1},
    {"G3: the same job from another workshop three days later",
     {{DAY(2024, 1, 1), .workshop = 1, .km = 10000, .works = BRAKES}, {DAY(2024, 1, 4), .workshop = 2, .km = 10000, .works = BRAKES}},
     FINDING_G3, {1, -1}, 0, 0, 0},
    {"G3 not four days later",
     {{DAY(2024, 1, 1), .workshop = 1, .km = 10000, .works = BRAKES}, {DAY(2024, 1, 5), .workshop = 2, .km = 10000, .works = BRAKES}},
     FINDING_COUNT, {-1}, 0, 0, 0},
    {"G3 not for the same workshop",
     {{DAY(2024, 1, 1), .workshop = 1, .km = 10000, .works = BRAKES}, {DAY(2024, 1, 2), .workshop = 1, .km = 10000, .works = BRAKES}},
     FINDING_COUNT, {-1}, 0, 0, 0},
    {"G3 not for other work",
     {{DAY(2024, 1, 1), .workshop = 1, .km = 10000, .works = BRAKES}, {DAY(2024, 1, 2), .workshop = 2, .km = 10000, .works = CODE_BIT(WORK_PAINT)}},
     FINDING_COUNT, {-1}, 0, 0, 0},
    {"F1: electric once among petrol",
     {{DAY(2024, 1, 1), .workshop = 1, .km = 10000, .fuel = 'A'}, {DAY(2024, 4, 1), .workshop = 2, .km = 13000, .fuel = 'C'},
      {DAY(2024, 7, 1), .workshop = 1, .km = 16000, .fuel = 'A'}},
     FINDING_F1, {1, -1}, 0, 0, 2},
    {"F1: of two, the first is believed",
     {{DAY(2024, 1, 1), .workshop = 1, .km = 10000, .fuel = 'C'}, {DAY(2024, 4, 1), .workshop = 2, .km = 13000, .fuel = 'B'}},
     FINDING_F1, {1, -1}, 0, 0, 2},
    {"F1 not for a conversion to gas, nor for others",
     {{DAY(2024, 1, 1), .workshop = 1, .km = 10000, .fuel = 'A'}, {DAY(2024, 4, 1), .workshop = 2, .km = 13000, .fuel = 'E'},
      {DAY(2024, 7, 1), .workshop = 1, .km = 16000, .fuel = 'Z'}},
     FINDING_COUNT, {-1}, 0, 0, 0},
    {"D2: sent two days later, and nobody is troubled",
     {{DAY(2024, 1, 1), .workshop = 1, .km = 10000, .late = 2}, {DAY(2024, 4, 1), .workshop = 1, .km = 13000}},
     FINDING_D2, {0, -1}, FOUND_ALONE, 0, 0},
    {"D2 not a day later",
     {{DAY(2024, 1, 1), .workshop = 1, .km = 10000, .late = 1}, {DAY(2024, 4, 1), .workshop = 1, .km = 13000}},
     FINDING_COUNT, {-1}, 0, 0, 0},
    {"what a record was stored with",
     {{DAY(2024, 1, 1), .workshop = 1, .km = 10000, .findings = FINDING_BIT(FINDING_L1)}, {DAY(2024, 4, 1), .workshop = 1, .km = 13000}},
     FINDING_L1, {0, -1}, FOUND_ALONE, 0, 1},
    {"but for notes",
     {{DAY(2024, 1, 1), .workshop = 1, .km = 10000, .findings = FINDING_BIT(FINDING_V3)}, {DAY(2024, 4, 1), .workshop = 1, .km = 13000}},
     FINDING_COUNT, {-1}, 0, 0, 0},
};
/* clang-format on */

static size_t write_down(const struct visit visits[MOST], struct record records[MOST])
{
    size_t count = 0;

    while (count < MOST && visits[count].workshop != 0)
        count++;
    for (size_t i = 0; i < count; i++) {
        const struct visit *v = &visits[i];

        records[count - 1 - i] = (struct record){
            .brought_on = v->on,
            .settled_on = v->on,
            .brought_minute = v->minute,
            .odometer_km = v->km,
            .workshop = {.id = v->workshop, .region = regions[v->workshop]},
            .works_coded = v->works,
            .fuel = v->fuel,
            .plate_index = {{(uint8_t)v->plate}                },
            .plate_elsewhere = v->elsewhere,
            .arrived_on = date_plus(v->on, v->late),
            .findings = v->findings,
        };
    }
    return count;
}

static bool as_expected(size_t row, const struct found *found, size_t count, size_t records)
{
    size_t wanted = 0;

    if (rows[row].finding == FINDING_COUNT)
        return count == 0;
    while (rows[row].records[wanted] >= 0)
        wanted++;
    if (count != wanted)
        return false;
    for (size_t i = 0; i < count; i++)
        if (found[i].finding != rows[row].finding ||
            found[i].record != records - 1 - (size_t)rows[row].records[i])
            return false;
    long other = rows[row].other == FOUND_ALONE ? FOUND_ALONE : (long)records - 1 - rows[row].other;
    const struct found *last = &found[count - 1];

    return last->other == other && last->suggested_km == rows[row].suggested_km &&
           last->workshop == rows[row].told;
}

static void each_rule_begins_where_it_should(void **unused)
{
    const struct thresholds thresholds = thresholds_default();

    (void)unused;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct record records[MOST];
        struct found found[RULES_MOST];
        size_t count = write_down(rows[i].visits, records),
               n = rules_examine(&(struct history){.records = records, .count = count}, &thresholds, found);

        if (!as_expected(i, found, n, count))
            fail_msg("%s: %zu found, the last %s in %d with %d, %ld km, told %d", rows[i].name, n,
                     n == 0 ? "-" : finding_code(found[n - 1].finding),
                     n == 0 ? -1 : (int)(count - 1 - found[n - 1].record),
                     n == 0 ? -1 : (int)found[n - 1].other, n == 0 ? 0 : found[n - 1].suggested_km,
                     n == 0 ? 0 : (int)found[n - 1].workshop);
    }
}

static void a_fall_that_others_confirm_is_more_than_a_fall(void **unused)
{
    const struct thresholds thresholds = thresholds_default();
    const struct visit visits[MOST] = {
        {{2020, 7, 1}, .workshop = 1, .km = 90000},
        {{2021, 1, 1}, .workshop = 2, .km = 40000},
        {{2021, 7, 1}, .workshop = 3, .km = 45000},
        {{2022, 1, 1}, .workshop = 2, .km = 50000},
    };
    struct record records[MOST + 1];
    struct found found[RULES_MOST];
    size_t count = write_down(visits, records);

    (void)unused;
    records[count++] = (struct record){
        .settled_on = {2020, 1, 1},
          .odometer_km = 60000, .workshop.id = 1
    };
    size_t n = rules_examine(&(struct history){.records = records, .count = count}, &thresholds, found);
    assert_int_equal(n, 1);
    assert_int_equal(found[0].finding, FINDING_K4);
    assert_int_equal(found[0].reason, REASON_LOWER_CONFIRMED);
    assert_int_equal(found[0].record, 2);
    assert_int_equal(found[0].other, 3);
}

/* However many there are, no more are written than fit. */
static void a_thousand_odd_records_are_not_too_many(void **unused)
{
    enum { RECORDS = 1000 };
    static struct record records[RECORDS];
    static struct found found[RULES_MOST];
    const struct thresholds thresholds = thresholds_default();

    (void)unused;
    for (size_t i = 0; i < RECORDS; i++)
        records[i] = (struct record){
            .brought_on = {2024, 1, 1},
            .settled_on = {2024,   1, 1},
            .brought_minute = 1 + (int)i,
            .odometer_km = (long)(i * 97 % 1000) * 900,
            .workshop = {.id = 1 + (int64_t)(i % 3), .region = regions[1 + i % 3]},
            .plate_index = {{(uint8_t)(1 + i % 200)}  },
            .fuel = (char)('A' + i % 3),
            .findings = FINDING_BIT(FINDING_L1)
        };
    assert_int_equal(
        rules_examine(&(struct history){.records = records, .count = RECORDS}, &thresholds, found),
        RULES_MOST);
}

static void every_rule_has_words(void **unused)
{
    (void)unused;
    for (enum finding f = 0; f < FINDING_COUNT; f++) {
        const struct finding_rule *rule = finding_rule(f);

        if (rule->code == NULL || rule->from == 0 || rule->limit == NULL)
            fail_msg("finding %d has no row", (int)f);
        for (int english = 0; english < 2; english++) {
            const struct finding_words *words = finding_words(f, english ? "en" : "zh");
            if (words->found == NULL || words->causes == NULL || words->advice == NULL)
                fail_msg("%s lacks words", rule->code);
        }
        assert_int_equal(findings_parse(rule->code), FINDING_BIT(f));
    }
}

/* Whoever may choose a limit finds it named by the rule that it is of. */
static void every_threshold_is_named_by_its_rule(void **unused)
{
    static const char *const variables[] = {
#define NUMBER(member, variable, fallback, least, most, meaning) variable,
        RULE_SETTINGS(NUMBER)
#undef NUMBER
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(variables); i++) {
        bool named = false;

        for (enum finding f = 0; f < FINDING_COUNT; f++)
            named = named || strstr(finding_rule(f)->limit, variables[i]) != NULL;
        if (!named)
            fail_msg("no rule names %s", variables[i]);
    }
}

static void distances_are_those_of_the_map(void **unused)
{
    (void)unused;
    assert_in_range(distance_km("310115", "110105"), 960, 980); /* 1,067 by air */
    assert_int_equal(distance_km("310115", "310101"), 0);
    assert_int_equal(distance_km("310115", "320500"), 0); /* next to each other */
    assert_in_range(distance_km("230100", "460200"), 3300, 3350);
    assert_int_equal(distance_km("310115", NULL), -1);
    assert_int_equal(distance_km("429004", "310115"), -1);
    assert_int_equal(distance_km("31", "310115"), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_rule_begins_where_it_should),
        cmocka_unit_test(a_fall_that_others_confirm_is_more_than_a_fall),
        cmocka_unit_test(a_thousand_odd_records_are_not_too_many),
        cmocka_unit_test(every_rule_has_words),
        cmocka_unit_test(every_threshold_is_named_by_its_rule),
        cmocka_unit_test(distances_are_those_of_the_map),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
