#include "testing.h"

#include "http/trace_context.h"

static void a_trace_id_is_taken_as_the_standard_has_it(void **state)
{
    static const struct {
        const char *field, *id;
    } cases[] = {
        {"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",            "4bf92f3577b34da6a3ce929d0e0e4736"},
        {"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00",            "4bf92f3577b34da6a3ce929d0e0e4736"},
        {"cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-comes",
         "4bf92f3577b34da6a3ce929d0e0e4736"                                                                      },
        {"cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",            "4bf92f3577b34da6a3ce929d0e0e4736"},
        {"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",       ""                                },
        {"cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01.more",       ""                                },
        {"ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",            ""                                },
        {"00-00000000000000000000000000000000-00f067aa0ba902b7-01",            ""                                },
        {"00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",            ""                                },
        {"00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",            ""                                },
        {"00-LSVAA4182E2123456a3ce929d0e0e473-00f067aa0ba902b7-01",            ""                                },
        {"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0",             ""                                },
        {"00-4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7-01",            ""                                },
        {"0x-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",            ""                                },
        {"00",                                                                 ""                                },
        {"",                                                                   ""                                },
    };
    char id[TRACE_ID];

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_string_equal(trace_id_read(cases[i].field, strlen(cases[i].field), id), cases[i].id);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_trace_id_is_taken_as_the_standard_has_it)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
