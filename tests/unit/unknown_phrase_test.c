#include "testing.h"

#include <h2o.h>

#include "history/submission.h"
#include "history/unknown_phrase.h"

static h2o_mem_pool_t pool;

/* NULL: nothing that may be shown. */
/* clang-format off */
static const struct {
    const char *name, *phrase;
} names[] = {
    {"更换紫晶环 2个(M8)", "更换紫晶环个M"},
    {"ABX-3 型阀", "ABX型阀"},
    {"123-456", NULL},
    {"阀", NULL},
    {"紫晶环 13912345678", NULL},
    {"紫晶环,车主:张三", NULL},
    {"沪A12345 紫晶环", NULL},
    {"一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十甲",
     "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十"},
};
/* clang-format on */

static void letters_are_left_of_a_name(void **unused)
{
    char phrase[UNKNOWN_TEXT];

    (void)unused;
    for (size_t i = 0; i < COUNT(names); i++) {
        bool any = unknown_phrase(&pool, names[i].name, phrase);

        if (any != (names[i].phrase != NULL) || (any && strcmp(phrase, names[i].phrase) != 0))
            fail_msg("%s: %s", names[i].name, phrase);
    }
}

static void what_the_lexicon_knows_is_not_collected(void **unused)
{
    struct raw_work jobs[UNKNOWN_MOST + 2] = {{.name = "更换机油"}, {.name = "检查前纵梁"}};
    struct raw_part part = {.name = "紫晶环"};
    struct submission s;

    (void)unused;
    for (size_t i = 2; i < COUNT(jobs); i++)
        jobs[i].name = i % 2 == 0 ? "更换紫晶环" : "打紫晶";
    struct raw_submission raw = {
        .vin = "1M8GDM9AXKP042788", .works = jobs, .work_count = 3, .parts = &part, .part_count = 1};
    submission_read(&pool, &raw, (struct date){2025, 6, 1}, &s);
    assert_int_equal(s.unknown_count, 2);
    assert_string_equal(s.unknown[0], "更换紫晶环");
    assert_string_equal(s.unknown[1], "紫晶环");
    raw.work_count = COUNT(jobs);
    submission_read(&pool, &raw, (struct date){2025, 6, 1}, &s);
    assert_int_equal(s.unknown_count, UNKNOWN_MOST);
}

static int open_pool(void **unused)
{
    (void)unused;
    h2o_mem_init_pool(&pool);
    return 0;
}

static int close_pool(void **unused)
{
    (void)unused;
    h2o_mem_clear_pool(&pool);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_are_left_of_a_name),
        cmocka_unit_test(what_the_lexicon_knows_is_not_collected),
    };
    return cmocka_run_group_tests(tests, open_pool, close_pool);
}
