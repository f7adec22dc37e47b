#include "testing.h"

#include <h2o.h>

#include "history/record.h"
#include "history/share.h"

static const struct {
    const char *typed;
    int hours; /* 0: refused */
} lives[] = {
    {"1",                    1   },
    {"24",                   24  },
    {"1440",                 1440},
    {"0007",                 7   },
    {"0",                    0   },
    {"1441",                 0   },
    {"9999",                 0   },
    {"",                     0   },
    {NULL,                   0   },
    {"-1",                   0   },
    {"+1",                   0   },
    {" 1",                   0   },
    {"1.5",                  0   },
    {"1e2",                  0   },
    {"10000",                0   },
    {"99999999999999999999", 0   },
    {"一",                  0   },
};

static void a_link_lives_an_hour_to_sixty_days(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < COUNT(lives); i++) {
        int hours = -7;
        bool taken = share_hours_read(lives[i].typed, &hours);

        if (taken != (lives[i].hours != 0) || hours != (taken ? lives[i].hours : -7))
            fail_msg("row %zu: %d %d", i, taken, hours);
    }
    for (const int *offered = share_offered_hours; *offered != 0; offered++)
        assert_in_range(*offered, SHARE_LEAST_HOURS, SHARE_MOST_HOURS);
}

static const struct {
    const char *typed, *pin; /* NULL: refused */
} pins[] = {
    {"271828",                "271828"},
    {"000000",                "000000"},
    {" 271 828 ",             "271828"},
    {"２７１８２８",    "271828"},
    {"２７１　８２８", "271828"},
    {"27182",                 NULL    },
    {"2718281",               NULL    },
    {"",                      NULL    },
    {"27182a",                NULL    },
    {"27-1828",               NULL    },
    {"二七一八二八",    NULL    },
    {"271828\xff",            NULL    },
};

static void a_pin_has_six_digits(void **unused)
{
    char pin[SHARE_PIN_TEXT];

    (void)unused;
    for (size_t i = 0; i < COUNT(pins); i++) {
        bool taken = share_pin_read(pins[i].typed, pin);

        if (taken != (pins[i].pin != NULL) || (taken && strcmp(pin, pins[i].pin) != 0))
            fail_msg("row %zu", i);
    }
}

static void every_scope_has_its_code_and_column(void **unused)
{
    enum share_scope scope;

    (void)unused;
    for (unsigned s = 0; s < SHARE_SCOPE_COUNT; s++) {
        assert_true(share_scope_read(share_scope_code((enum share_scope)s), &scope));
        assert_int_equal(scope, s);
        assert_int_not_equal(share_audience(scope), AUDIENCE_NOBODY);
        assert_int_not_equal(share_audience(scope), AUDIENCE_OWNER);
    }
    assert_false(share_scope_read("owner", &scope));
    assert_false(share_scope_read("", &scope));
    assert_false(share_scope_read(NULL, &scope));
}

static void what_was_not_chosen_is_left_out(void **unused)
{
    static const struct record records[] = {
        {.id = 9, .signals = 1},
        {.id = 7      },
        {.id = 5}
    };
    static const int64_t wanted[] = {5, 6, 9};
    struct history history = {.records = records, .count = 3, .total = 1200}, chosen;
    h2o_mem_pool_t pool;

    (void)unused;
    h2o_mem_init_pool(&pool);
    share_choose(&pool, &history, wanted, COUNT(wanted), &chosen);
    assert_int_equal(chosen.count, 2);
    assert_int_equal(chosen.records[0].id, 9);
    assert_int_equal(chosen.records[1].id, 5);
    assert_int_equal(chosen.total, 1200);
    share_choose(&pool, &history, wanted, 0, &chosen);
    assert_int_equal(chosen.count, 0);
    assert_int_equal(chosen.total, 1200);
    h2o_mem_clear_pool(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_link_lives_an_hour_to_sixty_days),
        cmocka_unit_test(a_pin_has_six_digits),
        cmocka_unit_test(every_scope_has_its_code_and_column),
        cmocka_unit_test(what_was_not_chosen_is_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
