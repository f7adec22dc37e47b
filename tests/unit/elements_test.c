#include "testing.h"

#include <h2o.h>

#include "http/elements.h"

enum { MOST = 4 };

static const struct {
    const char *text;
    bool array;
    const char *element[MOST]; /* up to NULL */
} cases[] = {
    {"[]",                           true,  {NULL}                              },
    {" [ \r\n\t] ",                  true,  {NULL}                              },
    {"[1]",                          true,  {"1", NULL}                         },
    {"[ {\"a\":[1,2]} ,\n5 ]",       true,  {"{\"a\":[1,2]}", "5", NULL}        },
    {"[[1,2],[3]]",                  true,  {"[1,2]", "[3]", NULL}              },
    {"[\"a,b\",\"c]\",\"d\\\",e\"]", true,  {"\"a,b\"", "\"c]\"", "\"d\\\",e\""}},
    {"[\"\\\\\",1]",                 true,  {"\"\\\\\"", "1", NULL}             },
    {"[,]",                          true,  {"", "", NULL}                      },
    {"[1,]",                         true,  {"1", "", NULL}                     },
    {"[1],[2]",                      true,  {"1],[2", NULL}                     },
    {"[\"open,1]",                   true,  {"\"open,1", NULL}                  },
    {"[\"\\]",                       true,  {"\"\\", NULL}                      },
    {"[",                            false, {NULL}                              },
    {"",                             false, {NULL}                              },
    {"{}",                           false, {NULL}                              },
    {"[1",                           false, {NULL}                              },
};

static void test_an_array_is_cut_at_its_commas(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct elements e;
        h2o_iovec_t text = h2o_iovec_init(cases[i].text, strlen(cases[i].text)), element;
        size_t n = 0;

        assert_int_equal(elements_begin(text, &e), cases[i].array);
        if (!cases[i].array)
            continue;
        for (; elements_next(&e, &element); n++) {
            assert_non_null(cases[i].element[n]);
            assert_int_equal(element.len, strlen(cases[i].element[n]));
            assert_memory_equal(element.base, cases[i].element[n], element.len);
        }
        assert_true(n == MOST || cases[i].element[n] == NULL);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_an_array_is_cut_at_its_commas)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
