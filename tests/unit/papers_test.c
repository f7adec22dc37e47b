#include "testing.h"

#include "history/papers.h"

/* clang-format off */
static const struct {
    const char *input, *text; /* NULL: refused */
} cases[] = {
    {"苏E12345", "苏E12345"},
    {"苏e·12345", "苏E12345"},
    {" 苏E 12345 ", "苏E12345"},
    {"苏Ｅ１２３４５", "苏E12345"},
    {"苏E•D12345", "苏ED12345"},
    {"csr-123456", "CSR123456"},
    {"ｃｓｒ　123456", "CSR123456"},
    {"32 0012 3456 78", "320012345678"},
    {"王　小明", "王小明"},
    {"\t-·.", NULL},
    {"", NULL},
    {"苏E\xff", NULL},
    {"苏E1\xe8\x8b", NULL},
    {"\xc0\x80", NULL},
    {"A\xe0\x80\x80", NULL},
};
/* clang-format on */

static void facts_are_the_same_however_they_are_written(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char text[FACT_TEXT];
        bool read = fact_normalise(cases[i].input, strlen(cases[i].input), text);

        if (read != (cases[i].text != NULL))
            fail_msg("row %zu: \"%s\"", i, cases[i].input);
        assert_string_equal(text, read ? cases[i].text : "");
    }
}

static void a_zero_does_not_end_a_fact(void **unused)
{
    char text[FACT_TEXT];

    (void)unused;
    assert_false(fact_normalise("A\0B", 3, text));
}

static void long_facts_are_refused_at_the_border(void **unused)
{
    char input[FACT_TEXT + 8], text[FACT_TEXT];

    (void)unused;
    memset(input, 'x', sizeof(input));
    assert_true(fact_normalise(input, FACT_TEXT - 1, text));
    assert_int_equal(strlen(text), FACT_TEXT - 1);
    assert_false(fact_normalise(input, FACT_TEXT, text));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(facts_are_the_same_however_they_are_written),
        cmocka_unit_test(a_zero_does_not_end_a_fact),
        cmocka_unit_test(long_facts_are_refused_at_the_border),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
