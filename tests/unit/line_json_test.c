#include "testing.h"

#include <stdio.h>
#include <stdlib.h>

#include "commands/line_json.h"

static h2o_mem_pool_t pool;

static int begin(void **unused)
{
    (void)unused;
    h2o_mem_init_pool(&pool);
    return 0;
}

static int end(void **unused)
{
    (void)unused;
    h2o_mem_clear_pool(&pool);
    return 0;
}

static const struct line_value *read_line(const char *text)
{
    return line_json_read(&pool, text, strlen(text));
}

static void texts_and_numbers_are_given_as_c_writes_them(void **unused)
{
    static const struct {
        const char *json, *text;
    } rows[] = {
        {"\"\"",                              ""                       },
        {"\"机油\"",                        "机油"                 },
        {"\"a\\\"\\\\\\/\\b\\f\\n\\r\\tz\"",  "a\"\\/\b\f\n\r\tz"      },
        {"\"\\u673a\\u6cb9 \\uD83D\\uDE00\"", "机油 \xf0\x9f\x98\x80"},
        {"0",                                 "0"                      },
        {"-0",                                "0"                      },
        {"9223372036854775807",               "9223372036854775807"    },
        {"4.50",                              "4.5"                    },
        {"1e3",                               "1000"                   },
        {"-1.5E-2",                           "-0.015"                 },
        {"null",                              NULL                     },
        {"true",                              NULL                     },
        {"[1]",                               NULL                     },
        {"{}",                                NULL                     },
    };
    char line[256];

    (void)unused;
    for (size_t i = 0; i < COUNT(rows); i++) {
        snprintf(line, sizeof(line), " {\t\"x\" : %s , \"y\":1 } \r", rows[i].json);
        const struct line_value *value = line_member(read_line(line), "x");

        assert_non_null(value);
        if (rows[i].text == NULL)
            assert_null(value->text);
        else
            assert_string_equal(value->text, rows[i].text);
    }
}

static void what_is_not_json_is_refused(void **unused)
{
    static const char *const lines[] = {
        "",
        "1",
        "\"a\"",
        "nul",
        "{",
        "[",
        "[1,]",
        "[,1]",
        "{\"a\":1,}",
        "{\"a\"}",
        "{a:1}",
        "[1] 2",
        "[01]",
        "[1.]",
        "[.5]",
        "[1e]",
        "[+1]",
        "[-]",
        "[nulls]",
        "[True]",
        "[\"a]",
        "[\"\t\"]",
        "[\"\\x\"]",
        "[\"\\u00\"]",
        "[\"\\u0000\"]",
        "[\"\\ud800\"]",
        "[\"\\udc00\"]",
        "[\"\\ud800\\u0041\"]",
        "[\"\xff\"]",
        "[\"\xe6\x9c\"]",
        "[\"\xc0\x80\"]",
        "[\"\xed\xa0\x80\"]",
        "[9223372036854775808]",
        "[1e999]",
        "{\"a\":1,\"a\":2}",
        "{\"a\":{\"b\":1,\"b\":1}}",
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(lines); i++)
        if (read_line(lines[i]) != NULL)
            fail_msg("taken: %s", lines[i]);
    assert_null(line_json_read(&pool, "[1\0]", 4));
    assert_null(line_json_read(&pool, "[1]\0", 4));
}

static void members_are_found_and_lists_counted(void **unused)
{
    const struct line_value *line = read_line("{\"list\":[1,{\"a\":\"b\"},[]],\"none\":[]}");
    const struct line_value *list = line_member(line, "list");

    (void)unused;
    assert_int_equal(list->count, 3);
    assert_string_equal(list->first->text, "1");
    assert_string_equal(line_member(list->first->next, "a")->text, "b");
    assert_int_equal(list->first->next->next->kind, LINE_LIST);
    assert_null(list->first->next->next->next);
    assert_int_equal(line_member(line, "none")->count, 0);
    assert_null(line_member(line, "nobody"));
    assert_null(line_member(list, "a"));
    assert_null(line_member(NULL, "a"));
}

/* Objects that so many bytes of a line could make are bounded. */
static void depth_and_members_are_bounded(void **unused)
{
    enum { LENGTH = 100000 };
    char *line = malloc(LENGTH), *at = line;

    (void)unused;
    memset(line, '[', LENGTH);
    assert_null(line_json_read(&pool, line, LENGTH));
    memset(line + LINE_JSON_DEPTH, ']', LINE_JSON_DEPTH);
    assert_non_null(line_json_read(&pool, line, LINE_JSON_DEPTH * 2));
    for (int i = 0; i <= LINE_JSON_MEMBERS; i++)
        at += sprintf(at, "%c\"%d\":0", i == 0 ? '{' : ',', i);
    *at++ = '}';
    assert_null(line_json_read(&pool, line, (size_t)(at - line)));
    free(line);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(texts_and_numbers_are_given_as_c_writes_them, begin, end),
        cmocka_unit_test_setup_teardown(what_is_not_json_is_refused, begin, end),
        cmocka_unit_test_setup_teardown(members_are_found_and_lists_counted, begin, end),
        cmocka_unit_test_setup_teardown(depth_and_members_are_bounded, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
