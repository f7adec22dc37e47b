/* fleet_line_test - lines of papers as they are pasted */
#include "testing.h"

#include <stdio.h>

#include "history/fleet_line.h"

#define V "LSVAA4182E2500001"

static void lines_are_read_as_they_are_pasted(void **unused)
{
    /* clang-format off */
    static const struct {
        const char *text;
        enum fleet_line_fault fault;
    } table[] = {
        {V ",沪A55501,EA888500001,310000500001",            FLEET_LINE_OK},
        {V "\t沪A55501\tEA888500001\t310000500001\r",       FLEET_LINE_OK},
        {V "，沪A55501，ea888-500001，310000500001",          FLEET_LINE_OK},
        {V ";沪A·55501;EA888500001;310000500001",           FLEET_LINE_OK},
        {"\"" V "\", \"沪A55501\", \"EA888500001\", '310000500001",  FLEET_LINE_OK},
        {"\xef\xbb\xbf" V ",沪A55501,EA888500001,310000500001",      FLEET_LINE_OK},
        {"",                                                FLEET_LINE_BLANK},
        {"   \r",                                           FLEET_LINE_BLANK},
        {"vin,plate,engine_no,registration_no",             FLEET_LINE_BLANK},
        {"车辆识别代号（VIN）,号牌,发动机号,登记证书",         FLEET_LINE_BLANK},
        {V,                                                 FLEET_LINE_COLUMNS},
        {V ",沪A55501,EA888500001",                         FLEET_LINE_COLUMNS},
        {V ",沪A55501,EA888500001,310000500001,",           FLEET_LINE_COLUMNS},
        {"LSV,沪A55501,EA888500001,310000500001",           FLEET_LINE_VIN},
        {",,,",                                             FLEET_LINE_VIN},
        {V ",,EA888500001,310000500001",                    FLEET_LINE_FACT},
        {V ",沪A55501,EA888500001, - ",                     FLEET_LINE_FACT},
        {V ",沪A55501,\xff\xfe,310000500001",               FLEET_LINE_FACT},
    };
    /* clang-format on */
    struct fleet_line line;

    (void)unused;
    for (size_t i = 0; i < COUNT(table); i++) {
        enum fleet_line_fault fault = fleet_line_read(table[i].text, strlen(table[i].text), &line);

        if (fault != table[i].fault)
            fail_msg("%s: %d", table[i].text, (int)fault);
        if (fault != FLEET_LINE_OK)
            continue;
        assert_string_equal(line.vin.text, V);
        assert_string_equal(line.fact[FLEET_PLATE], "沪A55501");
        assert_string_equal(line.fact[FLEET_ENGINE_NO], "EA888500001");
        assert_string_equal(line.fact[FLEET_REGISTRATION_NO], "310000500001");
    }
}

static void a_fact_that_is_too_long_is_none(void **unused)
{
    char text[400];
    struct fleet_line line;

    (void)unused;
    snprintf(text, sizeof(text), V ",沪A55501,%0*d,310000500001", FACT_TEXT, 7);
    assert_int_equal(fleet_line_read(text, strlen(text), &line), FLEET_LINE_FACT);
    snprintf(text, sizeof(text), V ",沪A55501,%0*d,310000500001", FACT_TEXT - 1, 7);
    assert_int_equal(fleet_line_read(text, strlen(text), &line), FLEET_LINE_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_read_as_they_are_pasted),
        cmocka_unit_test(a_fact_that_is_too_long_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
