#include "testing.h"

#include <stdio.h>

#include "history/workdays.h"

static struct date day_of(const char *text)
{
    struct date day = {0};

    assert_true(date_parse(&day, text, strlen(text)));
    return day;
}

static void weekdays_follow_the_calendar(void **unused)
{
    static const struct {
        const char *day;
        int weekday;
    } table[] = {
        {"1970-01-01", 4},
        {"2023-12-31", 7},
        {"2024-01-01", 1},
        {"2024-02-29", 4},
        {"2026-10-01", 4},
        {"2100-03-01", 1},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(table); i++)
        assert_int_equal(date_weekday(day_of(table[i].day)), table[i].weekday);
}

static void days_are_counted_over_the_ends_of_months_and_years(void **unused)
{
    struct date first = {2023, 12, 1};

    (void)unused;
    for (long days = 0; days < 1000; days++) {
        struct date day = date_plus(first, days);

        assert_int_equal(date_days_between(first, day), days);
        assert_int_equal(date_compare(date_plus(day, -days), first), 0);
    }
}

/* Five working days, around each kind of day that a notice knows. */
static void holidays_do_not_count_and_days_that_make_up_do(void **unused)
{
    static const struct {
        const char *from;
        int count;
        const char *to;
        bool announced;
    } table[] = {
        {"2026-03-02", 5, "2026-03-09", true }, /* Monday to Monday */
        {"2026-03-06", 1, "2026-03-09", true }, /* over a weekend */
        {"2026-03-07", 1, "2026-03-09", true }, /* from a Saturday */
        {"2026-02-13", 1, "2026-02-14", true }, /* a Saturday that makes up */
        {"2026-02-13", 2, "2026-02-24", true }, /* over the Spring Festival */
        {"2026-02-24", 5, "2026-03-02", true }, /* Saturday 28 is worked, Sunday is not */
        {"2026-09-18", 5, "2026-09-24", true }, /* Sunday 20 is worked */
        {"2026-09-30", 5, "2026-10-13", true }, /* 8, 9, Saturday 10, 12, 13 */
        {"2025-09-30", 5, "2025-10-14", true }, /* 9, 10, Saturday 11, 13, 14 */
        {"2025-12-31", 1, "2026-01-04", true }, /* a Sunday */
        {"2026-12-28", 3, "2026-12-31", true },
        {"2026-12-28", 4, "2027-01-01", false}, /* nobody has said yet that it is a holiday */
        {"2024-09-30", 5, "2024-10-07", false},
        {"2026-03-02", 0, "2026-03-02", true },
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(table); i++) {
        char text[DATE_TEXT];
        bool announced;

        date_text(workdays_after(day_of(table[i].from), table[i].count, &announced), text);
        if (strcmp(text, table[i].to) != 0)
            print_message("%d after %s\n", table[i].count, table[i].from);
        assert_string_equal(text, table[i].to);
        assert_int_equal(announced, table[i].announced);
    }
}

/* The notices make nobody work more or less: every day that makes up stands for a weekday off. The numbers
 * are the working days of those years. */
static void a_year_has_as_many_working_days_as_it_was_told(void **unused)
{
    static const struct {
        int year, workdays;
    } table[] = {
        {2025, 248},
        {2026, 248},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(table); i++) {
        int workdays = 0;

        for (struct date d = {table[i].year, 1, 1}; d.year == table[i].year; d = date_plus(d, 1))
            workdays += is_workday(d);
        assert_int_equal(workdays, table[i].workdays);
        assert_true(workdays_announced(table[i].year));
    }
    assert_false(workdays_announced(2024));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weekdays_follow_the_calendar),
        cmocka_unit_test(days_are_counted_over_the_ends_of_months_and_years),
        cmocka_unit_test(holidays_do_not_count_and_days_that_make_up_do),
        cmocka_unit_test(a_year_has_as_many_working_days_as_it_was_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
