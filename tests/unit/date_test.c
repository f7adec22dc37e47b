#include "testing.h"
#include "core/date.h"

/* clang-format off */
static const struct {
    const char *text, *read; /* NULL: refused */
} cases[] = {
    {"20240229", "2024-02-29"},
    {"2024-02-29", "2024-02-29"},
    {"2024/02/29", "2024-02-29"},
    {"2024.02.29", "2024-02-29"},
    {"  2024-02-29  ", "2024-02-29"},
    {"2000-02-29", "2000-02-29"},
    {"00010101", "0001-01-01"},
    {"99991231", "9999-12-31"},
    {"2024-02-29 23:59", "2024-02-29"},
    {"2024-02-29T23:59:60", "2024-02-29"},
    {"2024-02-29 24:00:00", "2024-02-29"},
    {"20240229 10:00:00.123456", "2024-02-29"},
    {"2024-02-29T10:00:00Z", "2024-02-29"},
    {"2024-02-29T10:00:00+08:00", "2024-02-29"},
    {"2024-02-29 10:00:00.5 -0330", "2024-02-29"},
    {"2024-02-29 10:00:00+08", "2024-02-29"},
    {"1900-02-29", NULL},
    {"2023-02-29", NULL},
    {"2024-04-31", NULL},
    {"2024-00-10", NULL},
    {"2024-13-10", NULL},
    {"2024-01-00", NULL},
    {"00000101", NULL},
    {"2024-02/29", NULL},
    {"2024-0229", NULL},
    {"202402-29", NULL},
    {"2024-2-9", NULL},
    {"24-02-29", NULL},
    {"202402290", NULL},
    {"2024-02-29x", NULL},
    {"2024-02-29T", NULL},
    {"2024-02-29 25:00", NULL},
    {"2024-02-29 10:60", NULL},
    {"2024-02-29 10:00:61", NULL},
    {"2024-02-29 10:00 +15:00", NULL},
    {"2024-02-29 10:00:-+Z::", NULL},
    {"2024-02-29 10", NULL},
    {"-2024-02-29", NULL},
    {"２０２４０２２９", NULL}, /* folded by whoever reads what people type */
    {"2024年02月29日", NULL},
    {"", NULL},
    {"    ", NULL},
};
/* clang-format on */

static void days_are_read_in_four_ways(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct date date = {-1, -1, -1};
        char text[DATE_TEXT];

        if (date_parse(&date, cases[i].text, strlen(cases[i].text)) != (cases[i].read != NULL))
            fail_msg("row %zu: \"%s\"", i, cases[i].text);
        if (cases[i].read == NULL)
            assert_int_equal(date.year, -1);
        else
            assert_string_equal(date_text(date, text), cases[i].read);
    }
    struct date date;
    assert_false(date_parse(&date, "2024-02-29\0", 11));
    assert_true(date_parse(&date, "2024-02-29 and more", 10));
}

static void days_between_follow_the_calendar(void **unused)
{
    static const int most[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const struct date first = {1899, 12, 31};
    struct date before = first;
    long number = 0;

    (void)unused;
    for (struct date d = {1900, 1, 1}; d.year <= 2100; d.year++)
        for (d.month = 1; d.month <= 12; d.month++) {
            int leap = d.month == 2 && d.year % 4 == 0 && d.year != 1900 && d.year != 2100;
            for (d.day = 1; d.day <= most[d.month - 1] + leap; d.day++) {
                assert_int_equal(date_days_between(first, d), ++number);
                assert_true(date_compare(before, d) < 0 && date_compare(d, before) > 0);
                before = d;
            }
        }
}

static void an_unknown_day_is_empty_and_comes_first(void **unused)
{
    char text[DATE_TEXT] = "x";

    (void)unused;
    assert_string_equal(date_text((struct date){0}, text), "");
    assert_true(date_compare((struct date){0}, (struct date){1, 1, 1}) < 0);
}

static void days_are_added_across_every_border(void **unused)
{
    struct date first = {1899, 12, 27}, day = first;

    (void)unused;
    for (long i = 0; i < 150000; i++) {
        char text[DATE_TEXT];
        struct date next = date_plus(day, 1), read;

        assert_true(date_parse(&read, date_text(next, text), 10)); /* a day of the calendar */
        assert_int_equal(date_days_between(day, next), 1);
        assert_int_equal(date_compare(date_plus(next, -1), day), 0);
        assert_int_equal(date_compare(date_plus(first, i + 1), next), 0);
        day = next;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_are_read_in_four_ways),
        cmocka_unit_test(days_between_follow_the_calendar),
        cmocka_unit_test(an_unknown_day_is_empty_and_comes_first),
        cmocka_unit_test(days_are_added_across_every_border),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
