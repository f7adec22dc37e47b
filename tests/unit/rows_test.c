#include "testing.h"

#include "../fuzz/target.h"
#include "store/rows.h"

static struct exchange *x;

static void rows_survive_the_round_trip(void **unused)
{
    const char *const cells[] = {"-7", NULL, "", "t", "2024-02-29", "\\x00ff"};
    const struct rows rows = {.count = 2, .columns = 3, .cells = cells};
    struct rows again;

    (void)unused;
    h2o_iovec_t bytes = rows_encode(&x->pool, &rows);
    assert_true(rows_decode(&x->pool, bytes, &again));
    assert_int_equal(again.count, 2);
    assert_int_equal(again.columns, 3);
    assert_int_equal(rows_number(&again, 0, 0), -7);
    assert_null(rows_text(&again, 0, 1));
    assert_int_equal(rows_number(&again, 0, 1), 0);
    assert_string_equal(rows_text(&again, 0, 2), "");
    assert_true(rows_true(&again, 1, 0));
    assert_false(rows_true(&again, 0, 1));
    assert_int_equal(rows_date(&again, 1, 1).day, 29);
    assert_false(date_known(rows_date(&again, 0, 0)));
    assert_int_equal(rows_bytes(&x->pool, &again, 1, 2).len, 2);
    assert_null(rows_bytes(&x->pool, &again, 0, 0).base);
    for (size_t length = 0; length < bytes.len; length++)
        assert_false(rows_decode(&x->pool, h2o_iovec_init(bytes.base, length), &again));
}

#define SIZE(count, columns) count "\0\0\0" columns "\0\0\0"

/* clang-format off */
static const struct {
    const char *bytes;
    size_t length;
    bool decoded;
} cases[] = {
    {SIZE("\1", "\1") "\0", 9, true},
    {SIZE("\1", "\1") "\1a", 11, true},
    {SIZE("\0", "\3"), 8, true},
    {SIZE("\1", "\1") "\1a", 10, false}, /* no end */
    {SIZE("\1", "\2") "\1a", 10, false}, /* no end, and another cell behind it */
    {SIZE("\1", "\1") "\1", 9, false}, /* nothing but its mark */
    {SIZE("\1", "\1"), 8, false},
    {SIZE("\1", "\1") "\2a", 11, false}, /* no such mark */
    {SIZE("\1", "\1") "\0\0", 10, false}, /* more than there should be */
    {SIZE("\1", "\0"), 8, false},
    {"\xff\xff\xff\xff\1\0\0\0", 8, false},
    {"\xff\xff\xff\x7f\xff\xff\xff\x7f", 8, false},
    {"\1\0\0", 3, false},
};
/* clang-format on */

static void rows_decode_refuses_a_cell_without_an_end(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct rows rows;
        h2o_iovec_t bytes = {(char *)target_text(x, (const uint8_t *)cases[i].bytes, cases[i].length),
                             cases[i].length};

        if (rows_decode(&x->pool, bytes, &rows) != cases[i].decoded)
            fail_msg("row %zu", i);
    }
}

static int begin(void **unused)
{
    (void)unused;
    x = target_begin();
    return 0;
}

static int end(void **unused)
{
    (void)unused;
    target_end(x);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_survive_the_round_trip),
        cmocka_unit_test(rows_decode_refuses_a_cell_without_an_end),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
