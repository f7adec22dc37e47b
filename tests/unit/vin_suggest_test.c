#include "testing.h"

#include <stdio.h>

#include "history/advice.h"
#include "history/vin_suggest.h"

/* clang-format off */
static const struct {
    const char *sent, *meant; /* NULL: nothing is suggested */
} rows[] = {
    {"1M8GDM9AXKP042788", NULL},
    {"1MBGDM9AXKP042788", "1M8GDM9AXKP042788"}, /* B for 8 */
    {"1M8GDM9AXKP04Z788", "1M8GDM9AXKP042788"}, /* Z for 2 */
    {"1M8GDM9AXKP407288", NULL},                /* two exchanges: too far */
    {"1M8GDM9AXKP024788", "1M8GDM9AXKP042788"}, /* 42 exchanged */
    {"1M8GDM9A1KP042788", "1M8GDM9AXKP042788"}, /* the check digit itself */
};
/* clang-format on */

static struct vin vin_of(const char *text)
{
    struct vin vin;

    assert_int_equal(vin_parse(&vin, text, strlen(text)), VIN_OK);
    return vin;
}

static bool holds(const struct vin *list, size_t count, const char *text)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i].text, text) == 0)
            return true;
    return false;
}

static void what_was_meant_is_among_the_three(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct vin sent = vin_of(rows[i].sent), list[VIN_SUGGESTIONS];
        size_t count = vin_suggest(&sent, list);

        if (rows[i].meant != NULL && !holds(list, count, rows[i].meant))
            fail_msg("%s: %s is not among %zu", rows[i].sent, rows[i].meant, count);
        if (rows[i].meant == NULL && holds(list, count, "1M8GDM9AXKP042788"))
            fail_msg("%s: it is too far", rows[i].sent);
        for (size_t k = 0; k < count; k++)
            assert_true(vin_check_digit_holds(&list[k]));
    }
}

static void nothing_is_suggested_for_one_that_holds(void **unused)
{
    struct vin good = vin_of("1M8GDM9AXKP042788"), list[VIN_SUGGESTIONS];

    (void)unused;
    assert_int_equal(vin_suggest(&good, list), 0);
}

/* Whose letters do not change into another maker's. */
static void a_maker_that_is_known_stays(void **unused)
{
    (void)unused;
    for (int serial = 0; serial < 100; serial++) {
        char text[VIN_LENGTH + 8];
        struct vin sent, list[VIN_SUGGESTIONS];

        snprintf(text, sizeof(text), "LSVAA4182E2%06d", serial);
        sent = vin_of(text);
        size_t count = vin_suggest(&sent, list);
        assert_true(count > 0 || vin_check_digit_holds(&sent));
        for (size_t i = 0; i < count; i++)
            assert_memory_equal(list[i].text, "LSV", 3);
    }
}

static void advice_is_sentences_with_what_was_meant(void **unused)
{
    const struct found found[] = {
        {.finding = FINDING_K6, .record = 0, .other = FOUND_ALONE, .workshop = 7,         .suggested_km = 52300},
        {.finding = FINDING_K1,                     .record = 1,            .other = 0, .workshop = 8},
        {.finding = FINDING_G3,                     .record = 0,            .other = 1, .workshop = 0},
    };
    const struct submission sent = {.vin = vin_of("1M8GDM9A1KP042788"),
                                    .findings = FINDING_BIT(FINDING_V2) | FINDING_BIT(FINDING_V3)};
    struct advice advice = advice_of(&sent);
    h2o_mem_pool_t pool;

    (void)unused;
    h2o_mem_init_pool(&pool);
    advice_add(&advice, found, COUNT(found), 0);
    assert_int_equal(advice.findings, FINDING_BIT(FINDING_V2) | FINDING_BIT(FINDING_K6));
    const char *zh = advice_text(&pool, &advice, "zh"), *en = advice_text(&pool, &advice, "en");
    assert_non_null(strstr(zh, "VIN 第 9 位校验位不符（是否应为 "));
    assert_non_null(strstr(zh, "1M8GDM9AXKP042788"));
    assert_non_null(strstr(zh, "（是否应为 52300 公里？）"));
    assert_non_null(strstr(en, "Did you mean 52300 km?"));
    assert_null(advice_text(&pool, &(struct advice){.findings = 0}, "zh"));
    h2o_mem_clear_pool(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_meant_is_among_the_three),
        cmocka_unit_test(nothing_is_suggested_for_one_that_holds),
        cmocka_unit_test(a_maker_that_is_known_stays),
        cmocka_unit_test(advice_is_sentences_with_what_was_meant),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
