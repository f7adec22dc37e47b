#include "testing.h"

#include <limits.h>

#include "render/certificate_readings.h"

static const struct claim_reading readings[] = {
    {{2000, 1, 1},  100},
    {{2000, 2, 1},  90 },
    {{2000, 3, 19}, 90 },
};

static void only_what_is_lower_falls(void **unused)
{
    (void)unused;
    assert_false(claim_falls(readings, 0));
    assert_true(claim_falls(readings, 1));
    assert_false(claim_falls(readings, 2));
}

static void months_but_for_the_last(void **unused)
{
    char text[DATE_TEXT];

    (void)unused;
    assert_string_equal(reading_day(readings, 3, 0, text), "2000-01");
    assert_string_equal(reading_day(readings, 3, 2, text), "2000-03-19");
    assert_string_equal(reading_day(readings, 2, 1, text), "2000-02"); /* a month is day 1 */
    assert_string_equal(month_text((struct date){0}, text), "");
}

static const struct {
    long number;
    const char *text;
} numbers[] = {
    {0,        "0"                                                      },
    {999,      "999"                                                    },
    {1000,     "1\u202f000"                                             },
    {-1000,    "-1\u202f000"                                            },
    {-100,     "-100"                                                   },
    {12345678, "12\u202f345\u202f678"                                   },
    {LONG_MAX, "9\u202f223\u202f372\u202f036\u202f854\u202f775\u202f807"},
};

static void numbers_are_grouped(void **unused)
{
    char text[NUMBER_TEXT];

    (void)unused;
    for (size_t i = 0; i < COUNT(numbers); i++)
        assert_string_equal(grouped_number(numbers[i].number, text), numbers[i].text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_what_is_lower_falls),
        cmocka_unit_test(months_but_for_the_last),
        cmocka_unit_test(numbers_are_grouped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
