#include "testing.h"

#include <stdio.h>

#include <h2o.h>

#include "core/csv_text.h"

static const struct {
    const char *text, *cell;
} cells[] = {
    {"plain",        "plain"               },
    {NULL,           ""                    },
    {"",             ""                    },
    {"a,b",          "\"a,b\""             },
    {"say \"so\"",   "\"say \"\"so\"\"\""  },
    {"\"",           "\"\"\"\""            },
    {"two\r\nlines", "\"two\r\nlines\""    },
    {"=1+1",         "'=1+1"               },
    {"+86",          "'+86"                },
    {"-1",           "'-1"                 },
    {"@SUM(A1)",     "'@SUM(A1)"           },
    {"\t=1",         "'\t=1"               },
    {"\r=1",         "\"'\r=1\""           },
    {" =1",          "\"' =1\""            },
    {"＝1+1",       "'＝1+1"             },
    {"=A(\"x\",1)",  "\"'=A(\"\"x\"\",1)\""},
    {"1=1",          "1=1"                 },
    {"车,档",      "\"车,档\""         },
};

static void test_cells(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i++) {
        h2o_mem_pool_t pool;
        char expected[128];

        h2o_mem_init_pool(&pool);
        struct csv_text t = csv_text_new(&pool, 4); /* has to grow */
        csv_cell(&t, cells[i].text);
        csv_cell(&t, "z");
        csv_line_end(&t);
        csv_cell(&t, cells[i].text);
        csv_line_end(&t);
        int length =
            snprintf(expected, sizeof(expected), "\xef\xbb\xbf%s,z\r\n%s\r\n", cells[i].cell, cells[i].cell);
        assert_int_equal(csv_text_bytes(&t).len, length);
        assert_memory_equal(csv_text_bytes(&t).base, expected, length);
        h2o_mem_clear_pool(&pool);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_cells)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
