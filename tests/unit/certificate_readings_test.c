#include "testing.h"

#include <limits.h>
#include <stdlib.h>

#include "render/certificate_readings.h"

enum { MOST = 96 };

static struct claim_reading readings[CLAIM_READINGS_MOST];
static bool shown[CLAIM_READINGS_MOST];

/* So many, of which every how manieth is lower than the one before; 0: none. */
static struct claims series(size_t count, size_t fall_every)
{
    for (size_t i = 0; i < count; i++) {
        readings[i] = (struct claim_reading){
            {2000 + (int)(i / 12), 1 + (int)(i % 12), 1},
            (long)i * 100
        };
        if (fall_every > 0 && i % fall_every == fall_every - 1)
            readings[i].km -= 150;
    }
    return (struct claims){.readings = readings, .reading_count = count, .readings_in_all = count};
}

static size_t choose(const struct claims *claims)
{
    size_t chosen[MOST], count = readings_chosen(claims, MOST, chosen);

    memset(shown, 0, sizeof(shown));
    for (size_t i = 0; i < count; i++) {
        assert_true(chosen[i] < claims->reading_count && !shown[chosen[i]]);
        assert_true(i == 0 || chosen[i] > chosen[i - 1]);
        shown[chosen[i]] = true;
    }
    return count;
}

static void what_fits_is_shown_whole_and_else_as_much_as_fits(void **unused)
{
    static const size_t counts[] = {0, 1, 2, 7, 95, 96, 97, 98, 150, 500, 1000};

    (void)unused;
    for (size_t i = 0; i < COUNT(counts); i++)
        for (size_t fall_every = 0; fall_every < 40; fall_every += 1 + fall_every / 3) {
            struct claims claims = series(counts[i], fall_every);

            assert_int_equal(choose(&claims), counts[i] < MOST ? counts[i] : MOST);
            if (counts[i] > 0)
                assert_true(shown[0] && shown[counts[i] - 1]);
        }
}

static void both_sides_of_a_fall_are_shown(void **unused)
{
    struct claims claims = series(500, 20);

    (void)unused;
    choose(&claims);
    for (size_t i = 1; i < 500; i++)
        if (reading_falls(&claims, i))
            assert_true(shown[i - 1] && shown[i]);
}

static void what_is_left_out_is_spread(void **unused)
{
    struct claims claims = series(1000, 0);
    size_t widest = 0, last = 0;

    (void)unused;
    choose(&claims);
    for (size_t i = 0; i < 1000; i++)
        if (shown[i]) {
            widest = i - last > widest ? i - last : widest;
            last = i;
        }
    assert_in_range(widest, 10, 12);
}

static void months_but_for_the_last(void **unused)
{
    struct claims claims = series(3, 0);
    char text[NUMBER_TEXT];

    (void)unused;
    readings[2].on.day = 19;
    assert_string_equal(reading_day(&claims, 0, text), "2000-01");
    assert_string_equal(reading_day(&claims, 2, text), "2000-03-19");
    readings[2].on.day = 1; /* its record was not the last one */
    assert_string_equal(reading_day(&claims, 2, text), "2000-03");
    assert_string_equal(month_text((struct date){0}, text), "");
}

static const struct {
    long number;
    const char *text;
} numbers[] = {
    {0,        "0"                 },
    {999,      "999"               },
    {1000,     "1\u202f000"        },
    {-1000,    "-1\u202f000"       },
    {-100,     "-100"              },
    {12345678, "12\u202f345\u202f678"},
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
        cmocka_unit_test(what_fits_is_shown_whole_and_else_as_much_as_fits),
        cmocka_unit_test(both_sides_of_a_fall_are_shown),
        cmocka_unit_test(what_is_left_out_is_spread),
        cmocka_unit_test(months_but_for_the_last),
        cmocka_unit_test(numbers_are_grouped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
