#include "testing.h"

#include <stdio.h>
#include <stdlib.h>

#include "history/dispute.h"

/* Who may do what when, written down apart from the rules; whatever is not here is not allowed. */
static const struct {
    enum dispute_state state;
    enum dispute_actor by;
    enum dispute_step step;
    enum dispute_state to;
    int workdays;
} allowed[] = {
    {DISPUTE_OPEN,          BY_OWNER,      STEP_WITHDRAWN, DISPUTE_CLOSED,        0},
    {DISPUTE_OPEN,          BY_SUPERVISOR, STEP_FORWARDED, DISPUTE_WITH_WORKSHOP, 5},
    {DISPUTE_OPEN,          BY_SUPERVISOR, STEP_DISMISSED, DISPUTE_CLOSED,        0},
    {DISPUTE_WITH_WORKSHOP, BY_OWNER,      STEP_WITHDRAWN, DISPUTE_CLOSED,        0},
    {DISPUTE_WITH_WORKSHOP, BY_WORKSHOP,   STEP_PROMISED,  DISPUTE_CORRECTING,    5},
    {DISPUTE_WITH_WORKSHOP, BY_WORKSHOP,   STEP_JUSTIFIED, DISPUTE_ANSWERED,      5},
    {DISPUTE_WITH_WORKSHOP, BY_CLOCK,      STEP_REMINDED,  DISPUTE_WITH_WORKSHOP, 0},
    {DISPUTE_WITH_WORKSHOP, BY_CLOCK,      STEP_ESCALATED, DISPUTE_ESCALATED,     5},
    {DISPUTE_WITH_WORKSHOP, BY_UPLOAD,     STEP_CORRECTED, DISPUTE_CORRECTED,     5},
    {DISPUTE_CORRECTING,    BY_OWNER,      STEP_WITHDRAWN, DISPUTE_CLOSED,        0},
    {DISPUTE_CORRECTING,    BY_CLOCK,      STEP_REMINDED,  DISPUTE_CORRECTING,    0},
    {DISPUTE_CORRECTING,    BY_CLOCK,      STEP_ESCALATED, DISPUTE_ESCALATED,     5},
    {DISPUTE_CORRECTING,    BY_UPLOAD,     STEP_CORRECTED, DISPUTE_CORRECTED,     5},
    {DISPUTE_ANSWERED,      BY_OWNER,      STEP_ACCEPTED,  DISPUTE_CLOSED,        0},
    {DISPUTE_ANSWERED,      BY_OWNER,      STEP_INSISTED,  DISPUTE_ESCALATED,     5},
    {DISPUTE_ANSWERED,      BY_CLOCK,      STEP_LAPSED,    DISPUTE_CLOSED,        0},
    {DISPUTE_ANSWERED,      BY_UPLOAD,     STEP_CORRECTED, DISPUTE_CORRECTED,     5},
    {DISPUTE_ESCALATED,     BY_OWNER,      STEP_WITHDRAWN, DISPUTE_CLOSED,        0},
    {DISPUTE_ESCALATED,     BY_SUPERVISOR, STEP_UPHELD,    DISPUTE_UPHELD,        5},
    {DISPUTE_ESCALATED,     BY_SUPERVISOR, STEP_DISMISSED, DISPUTE_CLOSED,        0},
    {DISPUTE_ESCALATED,     BY_UPLOAD,     STEP_CORRECTED, DISPUTE_CORRECTED,     5},
    {DISPUTE_UPHELD,        BY_OWNER,      STEP_WITHDRAWN, DISPUTE_CLOSED,        0},
    {DISPUTE_UPHELD,        BY_CLOCK,      STEP_REMINDED,  DISPUTE_UPHELD,        0},
    {DISPUTE_UPHELD,        BY_UPLOAD,     STEP_CORRECTED, DISPUTE_CORRECTED,     5},
    {DISPUTE_CORRECTED,     BY_OWNER,      STEP_ACCEPTED,  DISPUTE_CLOSED,        0},
    {DISPUTE_CORRECTED,     BY_OWNER,      STEP_INSISTED,  DISPUTE_ESCALATED,     5},
    {DISPUTE_CORRECTED,     BY_CLOCK,      STEP_LAPSED,    DISPUTE_CLOSED,        0},
};

static bool in_table(enum dispute_state state, enum dispute_step step, enum dispute_actor by)
{
    for (size_t i = 0; i < COUNT(allowed); i++)
        if (allowed[i].state == state && allowed[i].step == step && allowed[i].by == by)
            return true;
    return false;
}

static void each_may_do_what_the_table_says_and_nothing_else(void **unused)
{
    (void)unused;
    for (int state = 0; state < DISPUTE_STATE_COUNT; state++)
        for (int step = 0; step < DISPUTE_STEP_COUNT; step++)
            for (int by = 0; by < DISPUTE_ACTOR_COUNT; by++) {
                bool may = dispute_allows((enum dispute_state)state, (enum dispute_step)step,
                                          (enum dispute_actor)by);

                if (may !=
                    in_table((enum dispute_state)state, (enum dispute_step)step, (enum dispute_actor)by))
                    fail_msg("%s in %s by %d: %d", dispute_step_code((enum dispute_step)step),
                             dispute_state_code((enum dispute_state)state), by, may);
            }
}

static void a_step_leads_where_the_table_says(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < COUNT(allowed); i++) {
        const struct dispute_rule *rule = dispute_rule(allowed[i].step);

        assert_int_equal(rule->stays ? allowed[i].state : rule->to, allowed[i].to);
        assert_int_equal(rule->workdays, allowed[i].workdays);
    }
    assert_int_equal(dispute_rule(STEP_OPENED)->to, DISPUTE_WITH_WORKSHOP);
    assert_int_equal(dispute_rule(STEP_ASKED)->to, DISPUTE_OPEN);
}

/* From everywhere there is a way out that needs nobody but the owner or the clock; from the end there is
 * none. */
static void nothing_is_stuck(void **unused)
{
    (void)unused;
    for (int state = 0; state < DISPUTE_STATE_COUNT; state++) {
        int ways = 0;

        for (int step = 0; step < DISPUTE_STEP_COUNT; step++)
            ways += !dispute_rule((enum dispute_step)step)->stays &&
                    (dispute_allows((enum dispute_state)state, (enum dispute_step)step, BY_OWNER) ||
                     dispute_allows((enum dispute_state)state, (enum dispute_step)step, BY_CLOCK));
        assert_int_equal(ways > 0, state != DISPUTE_CLOSED);
    }
}

static void codes_are_read_as_they_are_written(void **unused)
{
    (void)unused;
    for (int i = 0; i < DISPUTE_KIND_COUNT; i++)
        assert_int_equal(dispute_kind_of(dispute_kind_code((enum dispute_kind)i)), i);
    for (int i = 0; i < DISPUTE_STATE_COUNT; i++)
        assert_int_equal(dispute_state_of(dispute_state_code((enum dispute_state)i)), i);
    for (int i = 0; i < DISPUTE_STEP_COUNT; i++)
        assert_int_equal(dispute_step_of(dispute_step_code((enum dispute_step)i)), i);
    for (int i = 0; i < DISPUTE_ACTOR_COUNT; i++)
        assert_int_equal(dispute_actor_of(dispute_actor_code((enum dispute_actor)i)), i);
    char text[DISPUTE_STATES_TEXT];
    assert_string_equal(dispute_from(STEP_OPENED, text), "{}");
    assert_string_equal(dispute_from(STEP_UPHELD, text), "{escalated}");
    assert_string_equal(dispute_from(STEP_CORRECTED, text),
                        "{with_workshop,correcting,answered,escalated,upheld}");
    assert_int_equal(dispute_kind_of(NULL), DISPUTE_KIND_COUNT);
    assert_int_equal(dispute_kind_of("not_mine "), DISPUTE_KIND_COUNT);
    assert_int_equal(dispute_step_of(""), DISPUTE_STEP_COUNT);
}

static void repeated(char *text, const char *piece, size_t times)
{
    *text = '\0';
    for (size_t i = 0; i < times; i++)
        text = stpcpy(text, piece);
}

static void words_are_neither_nothing_nor_a_book(void **unused)
{
    static const struct {
        const char *typed, *words;
    } table[] = {
        {NULL,                            NULL                           },
        {"",                              NULL                           },
        {" \r\n　 ",                     NULL                           },
        {"不对啊呢",                  NULL                           },
        {" ab c ",                        NULL                           },
        {"里程写错了",               "里程写错了"              },
        {"　\r\n里程 写错了 \r\n",  "里程 写错了"             },
        {"not my car\r\nnever was there", "not my car\r\nnever was there"},
    };
    char text[DISPUTE_TEXT], *typed = malloc(4 * DISPUTE_WORDS_MOST + 64);

    (void)unused;
    for (size_t i = 0; i < COUNT(table); i++) {
        const char *words = dispute_words(table[i].typed, text);

        if (table[i].words == NULL)
            assert_null(words);
        else
            assert_string_equal(words, table[i].words);
    }
    repeated(typed, "𠮷", DISPUTE_WORDS_MOST); /* four bytes each */
    assert_string_equal(dispute_words(typed, text), typed);
    strcat(typed, "  ");
    assert_non_null(dispute_words(typed, text));
    strcat(typed, "x");
    assert_null(dispute_words(typed, text));
    free(typed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_may_do_what_the_table_says_and_nothing_else),
        cmocka_unit_test(a_step_leads_where_the_table_says),
        cmocka_unit_test(nothing_is_stuck),
        cmocka_unit_test(codes_are_read_as_they_are_written),
        cmocka_unit_test(words_are_neither_nothing_nor_a_book),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
