#include "testing.h"

#include "../fuzz/target.h"
#include "history/text.h"

static struct exchange *x;

/* clang-format off */
static const struct {
    const char *text, *bounded; /* NULL: a filler */
    size_t most;
} bounds[] = {
    {"机油", "机油", 2},
    {"机油滤清器", "机油", 2},
    {" \t机油\r\n", "机油", 10},
    {"　机油　", "机油", 10},
    {"　 　机油 　 ", "机油", 10},
    {"机　油", "机　油", 10},
    {"机油 滤清器", "机油", 3},
    {"机油　滤清器", "机油", 3},
    {"aé机🚗b", "aé机🚗", 4},
    {"　无　", NULL, 10},
    {"－　", NULL, 10},
    {"　　", NULL, 10},
    {"", NULL, 10},
    {"N/A", NULL, 10},
    {"无故障", "无故障", 10},
    {"\xe3\x80", "\xe3\x80", 10}, /* half of an ideographic blank */
};
/* clang-format on */

static void text_bounded_strips_ideographic_blanks(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < COUNT(bounds); i++) {
        const char *bounded = text_bounded(&x->pool, bounds[i].text, bounds[i].most);

        if (bounds[i].bounded == NULL ? bounded != NULL
                                      : bounded == NULL || strcmp(bounded, bounds[i].bounded) != 0)
            fail_msg("row %zu: \"%s\"", i, bounded == NULL ? "(null)" : bounded);
        assert_int_equal(text_is_filler(bounds[i].text), bounds[i].bounded == NULL);
    }
}

static const struct {
    const char *bytes;
    uint32_t character;
    size_t taken;
} characters[] = {
    {"A",                0x41,     1},
    {"\xc3\xa9",         0xe9,     2},
    {"\xe6\x9c\xba",     0x673a,   3},
    {"\xf0\x9f\x9a\x97", 0x1f697,  4},
    {"\xf4\x8f\xbf\xbf", 0x10ffff, 4},
    {"\xf4\x90\x80\x80", 0xf4,     1}, /* beyond Unicode */
    {"\xc1\x81",         0xc1,     1}, /* a long way to write A */
    {"\xe0\x81\x81",     0xe0,     1},
    {"\xf0\x80\x81\x81", 0xf0,     1},
    {"\xed\xa0\x80",     0xed,     1}, /* a surrogate */
    {"\xe6\x9c",         0xe6,     1},
    {"\xe6\x9c"
     "A",           0xe6,     1},
    {"\x80",             0x80,     1},
    {"\xff\xbf\xbf\xbf", 0xff,     1},
};

static void text_next_takes_no_second_way_of_writing(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < COUNT(characters); i++) {
        const char *at = characters[i].bytes;

        if (text_next(&at, at + strlen(at)) != characters[i].character ||
            at != characters[i].bytes + characters[i].taken)
            fail_msg("row %zu", i);
    }
}

static void text_is_folded(void **unused)
{
    (void)unused;
    assert_string_equal(text_folded(&x->pool, "　ｋｍ 1２，x机　"), "KM 12,X机");
    assert_string_equal(text_folded(&x->pool, "\xed\xa0\x80"), "\xc3\xad\xc2\xa0\xc2\x80");
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
        cmocka_unit_test(text_bounded_strips_ideographic_blanks),
        cmocka_unit_test(text_next_takes_no_second_way_of_writing),
        cmocka_unit_test(text_is_folded),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
