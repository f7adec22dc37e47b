#include "testing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "history/examination.h"
#include "history/finding.h"
#include "history/rectification.h"
#include "history/thresholds.h"

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

/* Whatever a workshop has to see to has its place in the order, once; what it is not told of has none. */
static void every_code_has_its_place(void **unused)
{
    char owners[EXAMINATION_CODES_TEXT], all[EXAMINATION_CODES_TEXT];
    int places[FINDING_COUNT] = {0};

    (void)unused;
    for (size_t i = 0; examination_code(i) != NULL; i++)
        places[finding_by_code(examination_code(i))]++;
    for (enum finding f = 0; f < FINDING_COUNT; f++)
        if (places[f] != (finding_rule(f)->action == FINDING_WARN))
            fail_msg("%s: %d", finding_code(f), places[f]);
    assert_int_equal(finding_by_code("Z9"), FINDING_COUNT);
    assert_non_null(strstr(examination_codes(false, all), "T1"));
    assert_null(strstr(examination_codes(true, owners), "T1"));
    assert_non_null(strstr(owners, "K4"));
}

/* With any threshold moved, all vehicles are examined anew. */
static void other_thresholds_are_other_rules(void **unused)
{
    struct thresholds thresholds = thresholds_default();
    char text[EXAMINATION_RULES_TEXT], other[EXAMINATION_RULES_TEXT];

    (void)unused;
    examination_rules(&thresholds, text);
#define NUMBER(member, variable, fallback, least, most, meaning) \
    thresholds.member++; \
    assert_string_not_equal(examination_rules(&thresholds, other), text); \
    thresholds.member--;
    RULE_SETTINGS(NUMBER)
#undef NUMBER
    assert_string_equal(examination_rules(&thresholds, other), text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_may_do_what_the_table_says_and_nothing_else),
        cmocka_unit_test(an_act_leads_where_the_table_says),
        cmocka_unit_test(people_say_why),
        cmocka_unit_test(codes_lead_back),
        cmocka_unit_test(every_code_has_its_place),
        cmocka_unit_test(other_thresholds_are_other_rules),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
