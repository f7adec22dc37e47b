#include "testing.h"

#include <stdio.h>

#include "core/csv_lines.h"

static const struct {
    const char *text;
    const char *rows; /* cells in brackets; "!" behind a row that is broken */
} tables[] = {
    {"",                                  ""                                                  },
    {"a,b",                               "1[a][b]"                                           },
    {"a,b\n",                             "1[a][b]"                                           },
    {"a;b\r\nc;d,e\r\n",                  "1[a][b] 2[c][d,e]"                                 },
    {"a\tb,c",                            "1[a][b,c]"                                         },
    {"\xef\xbb\xbf"
     "a,b\n\n\r\nc",                 "1[a][b] 2 3 4[c]"                                  },
    {"\"a,\"\"b\"\"\nc\",d\ne",           "1[a,\"b\"\nc][d] 2[e]"                             },
    {"\"a\"b,c\nd",                       "1[a][c]! 2[d]"                                     },
    {"\"a,b\nc",                          "1[a,b\nc]!"                                        },
    {"\"a\"\"",                           "1[a\"]!"                                           },
    {",,\n",                              "1[][][]"                                           },
    {"\"\"\n",                            "1"                                                 },
    {"a\rb",                              "1[a] 2[b]"                                         },
    {"1,2,3,4,5,6,7,8,9,0,1,2,3,4,5,6,7", "1[1][2][3][4][5][6][7][8][9][0][1][2][3][4][5][6]!"},
};

static void test_rows_are_divided_as_spreadsheets_write_them(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
        char seen[512] = "";
        h2o_mem_pool_t pool;
        size_t length = strlen(tables[i].text);
        char *exact = malloc(length + 1); /* the sanitizer sees whoever reads behind it */
        struct csv_row row;

        assert_non_null(exact);
        memcpy(exact, tables[i].text, length);
        struct csv_lines lines = csv_lines_of(h2o_iovec_init(exact, length));
        h2o_mem_init_pool(&pool);
        while (csv_lines_next(&lines, &pool, &row)) {
            char number[16];

            snprintf(number, sizeof(number), "%s%u", seen[0] == '\0' ? "" : " ", lines.line);
            strcat(seen, number);
            for (size_t c = 0; c < row.count; c++)
                strcat(strcat(strcat(seen, "["), row.cell[c]), "]");
            strcat(seen, row.broken ? "!" : "");
        }
        assert_string_equal(seen, tables[i].rows);
        h2o_mem_clear_pool(&pool);
        free(exact);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows_are_divided_as_spreadsheets_write_them)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
