#include "testing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "history/examination.h"
#include "history/record.h"
#include "history/rectification.h"
#include "history/verdict.h"

/* Who may do what when, written down apart from the rules; whatever is not here is not allowed. */
static const struct {
    enum rectification_state state;
    enum rectification_actor by;
    enum rectification_act act;
    enum rectification_state to;
    int workdays;
} allowed[] = {
    {RECTIFY_OPEN,      OF_ANSWER,     ACT_TOLD,      RECTIFY_TOLD,      5},
    {RECTIFY_OPEN,      OF_WORKSHOP,   ACT_TOLD,      RECTIFY_TOLD,      5},
    {RECTIFY_OPEN,      OF_CLOCK,      ACT_TOLD,      RECTIFY_TOLD,      5},
    {RECTIFY_OPEN,      OF_WORKSHOP,   ACT_EXPLAINED, RECTIFY_EXPLAINED, 5},
    {RECTIFY_OPEN,      OF_EXAMINER,   ACT_CLOSED,    RECTIFY_CLOSED,    0},
    {RECTIFY_TOLD,      OF_CLOCK,      ACT_REMINDED,  RECTIFY_TOLD,      0},
    {RECTIFY_TOLD,      OF_WORKSHOP,   ACT_EXPLAINED, RECTIFY_EXPLAINED, 5},
    {RECTIFY_TOLD,      OF_CLOCK,      ACT_ESCALATED, RECTIFY_ESCALATED, 5},
    {RECTIFY_TOLD,      OF_EXAMINER,   ACT_CLOSED,    RECTIFY_CLOSED,    0},
    {RECTIFY_EXPLAINED, OF_WORKSHOP,   ACT_ADDED,     RECTIFY_EXPLAINED, 0},
    {RECTIFY_EXPLAINED, OF_SUPERVISOR, ACT_ACCEPTED,  RECTIFY_ACCEPTED,  0},
    {RECTIFY_EXPLAINED, OF_SUPERVISOR, ACT_REFUSED,   RECTIFY_UPHELD,    5},
    {RECTIFY_EXPLAINED, OF_EXAMINER,   ACT_CLOSED,    RECTIFY_CLOSED,    0},
    {RECTIFY_ESCALATED, OF_WORKSHOP,   ACT_ADDED,     RECTIFY_ESCALATED, 0},
    {RECTIFY_ESCALATED, OF_SUPERVISOR, ACT_ACCEPTED,  RECTIFY_ACCEPTED,  0},
    {RECTIFY_ESCALATED, OF_SUPERVISOR, ACT_REFUSED,   RECTIFY_UPHELD,    5},
    {RECTIFY_ESCALATED, OF_EXAMINER,   ACT_CLOSED,    RECTIFY_CLOSED,    0},
    {RECTIFY_UPHELD,    OF_CLOCK,      ACT_REMINDED,  RECTIFY_UPHELD,    0},
    {RECTIFY_UPHELD,    OF_WORKSHOP,   ACT_ADDED,     RECTIFY_UPHELD,    0},
    {RECTIFY_UPHELD,    OF_SUPERVISOR, ACT_ACCEPTED,  RECTIFY_ACCEPTED,  0},
    {RECTIFY_UPHELD,    OF_EXAMINER,   ACT_CLOSED,    RECTIFY_CLOSED,    0},
    {RECTIFY_ACCEPTED,  OF_EXAMINER,   ACT_RENEWED,   RECTIFY_OPEN,      0},
    {RECTIFY_ACCEPTED,  OF_EXAMINER,   ACT_CLOSED,    RECTIFY_CLOSED,    0},
    {RECTIFY_CLOSED,    OF_EXAMINER,   ACT_AGAIN,     RECTIFY_CLOSED,    0}, /* where it was before */
};

static bool in_table(enum rectification_state state, enum rectification_act act, enum rectification_actor by)
{
    for (size_t i = 0; i < COUNT(allowed); i++)
        if (allowed[i].state == state && allowed[i].act == act && allowed[i].by == by)
            return true;
    return false;
}

static void each_may_do_what_the_table_says_and_nothing_else(void **unused)
{
    (void)unused;
    for (enum rectification_state state = 0; state < RECTIFY_STATE_COUNT; state++)
        for (enum rectification_act act = 0; act < RECTIFY_ACT_COUNT; act++)
            for (enum rectification_actor by = 0; by < RECTIFY_ACTOR_COUNT; by++)
                if (rectification_allows(state, act, by) != in_table(state, act, by))
                    fail_msg("%s in %s by %s", rectification_act_code(act), rectification_state_code(state),
                             rectification_actor_code(by));
}

static void an_act_leads_where_the_table_says(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < COUNT(allowed); i++) {
        const struct rectification_rule *rule = rectification_rule(allowed[i].act);

        assert_int_equal(rule->stays ? allowed[i].state : rule->to, allowed[i].to);
        assert_int_equal(rule->workdays, allowed[i].workdays);
    }
    assert_int_equal(rectification_rule(ACT_FOUND)->to, RECTIFY_OPEN);
}

/* A rule without words cannot be taken by a form, and one with words by nobody else. */
static void people_say_why(void **unused)
{
    const unsigned people = RECTIFY_BIT(OF_WORKSHOP) | RECTIFY_BIT(OF_SUPERVISOR);

    (void)unused;
    for (enum rectification_act act = 0; act < RECTIFY_ACT_COUNT; act++)
        if (act != ACT_TOLD)
            assert_int_equal(rectification_rule(act)->words, (rectification_rule(act)->by & people) != 0);
}

static void codes_lead_back(void **unused)
{
    char from[RECTIFY_STATES_TEXT];

    (void)unused;
    for (enum rectification_state state = 0; state < RECTIFY_STATE_COUNT; state++)
        assert_int_equal(rectification_state_of(rectification_state_code(state)), state);
    for (enum rectification_act act = 0; act < RECTIFY_ACT_COUNT; act++)
        assert_int_equal(rectification_act_of(rectification_act_code(act)), act);
    for (enum rectification_actor by = 0; by < RECTIFY_ACTOR_COUNT; by++)
        assert_int_equal(rectification_actor_of(rectification_actor_code(by)), by);
    assert_int_equal(rectification_state_of(NULL), RECTIFY_STATE_COUNT);
    assert_int_equal(rectification_act_of("opened"), RECTIFY_ACT_COUNT);
    assert_string_equal(rectification_from(ACT_EXPLAINED, from), "{open,told}");
    assert_string_equal(rectification_from(ACT_FOUND, from), "{}");
    assert_string_equal(rectification_from(ACT_CLOSED, from),
                        "{open,told,explained,escalated,upheld,accepted}");
}

static struct record at(int year, long km, int64_t workshop, finding_set findings)
{
    return (struct record){
        .id = year,
        .brought_on = {year, 5, 1},
        .settled_on = {year, 5, 2},
        .odometer_km = km,
        .workshop.id = workshop,
        .findings = findings
    };
}

static void a_history_is_examined_record_by_record(void **unused)
{
    const struct record records[] = {
        at(2025, 50000, 1, FINDING_BIT(FINDING_L1) | FINDING_BIT(FINDING_V3)),
        at(2024, 400000, 2, FINDING_BIT(FINDING_P1) | FINDING_BIT(FINDING_D3)),
        at(2023, 30000, 1, 0),
        at(2022, 20000, 3, 0),
    };
    const struct history history = {.records = records, .count = COUNT(records), .total = COUNT(records)};
    struct found found[FOUND_MOST];
    size_t count = examine(&history, found);
    char codes[64] = "", *end = codes;

    (void)unused;
    for (size_t i = 0; i < count; i++)
        end += sprintf(end, "%zu:%s ", found[i].record, found[i].code);
    assert_string_equal(codes, "1:K3 1:K6 0:L1 1:P1 1:D3 "); /* V3 is a note of our own */
    assert_int_equal(found[1].fitting_km, 40000);
}

static void more_than_fits_waits(void **unused)
{
    static struct record records[FOUND_MOST];
    const struct history history = {.records = records, .count = COUNT(records), .total = COUNT(records)};
    static struct found found[FOUND_MOST];

    (void)unused;
    for (size_t i = 0; i < COUNT(records); i++)
        records[i] = at(2000, ODOMETER_UNKNOWN, 1, FINDING_BIT(FINDING_L1) | FINDING_BIT(FINDING_P1));
    assert_int_equal(examine(&history, found), FOUND_MOST);
}

/* What can be found has its place in the order, and what owners are told of has a word for them. */
static void every_code_has_its_place(void **unused)
{
    char all[EXAMINATION_CODES_TEXT], owners[EXAMINATION_CODES_TEXT];

    (void)unused;
    examination_codes(false, all);
    examination_codes(true, owners);
    for (enum finding f = 0; f < FINDING_COUNT; f++)
        if (finding_told(f) != NULL && !findings_quarantine(FINDING_BIT(f)))
            assert_non_null(strstr(all, finding_code(f)));
    for (enum verdict_reason r = 0; r < REASON_COUNT; r++)
        if (r != REASON_NONE && r != REASON_TOO_FEW && r != REASON_ODOMETER_REPLACED)
            assert_non_null(strstr(all, verdict_reason_rule(r)));
    assert_null(strstr(owners, "T1"));
    assert_non_null(strstr(owners, "K4"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_may_do_what_the_table_says_and_nothing_else),
        cmocka_unit_test(an_act_leads_where_the_table_says),
        cmocka_unit_test(people_say_why),
        cmocka_unit_test(codes_lead_back),
        cmocka_unit_test(a_history_is_examined_record_by_record),
        cmocka_unit_test(more_than_fits_waits),
        cmocka_unit_test(every_code_has_its_place),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
