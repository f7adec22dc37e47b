#include "testing.h"

#include "history/reference.h"

static void what_tells_a_vehicle_or_a_person_is_found_within_a_reference(void **unused)
{
    static const struct {
        const char *reference;
        bool tells;
    } cases[] = {
        {"case-1",                               false},
        {"LSVAA4183E2000001",                    true },
        {"lsvaa4183e2000001",                    true },
        {"LSVAA4193E2000001",                    true }, /* alone, whatever its check digit */
        {"case-LSVAA4183E2000001",               true },
        {"caseLSVAA4183E2000001x",               true },
        {"2026_LSVAA418-3E20.0:0001_a",          true },
        {"LSV-AA418-3E2-000001-7",               true },
        {"case-LSVAA4193E2000001",               false}, /* no check digit: nobody's */
        {"case-1M8GDM9AXKP042788",               true }, /* a maker that the table does not have, by itself */
        {"1M8GDM9AXKP042788",                    true },
        {"550e8400-e29b-41d4-a716-446655440000", false},
        {"01ARZ3NDEKTSV4RRFFQ69G5FAV",           false},
        {"2026-11-27.23:15:00.123",              false},
        {"order-11111111111111111",              false}, /* has the check digit and no letter */
        {"13912345678",                          true },
        {"case-13912345678",                     true },
        {"13912345678_2",                        true },
        {"a13912345678",                         false},
        {"139123456789",                         false},
        {"1391234567",                           false},
        {"12912345678",                          false},
        {"13-2026-00001",                        false},
        {"-",                                    false},
        {"",                                     false},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++)
        if (reference_tells(cases[i].reference) != cases[i].tells)
            fail_msg("row %zu: %s", i, cases[i].reference);
}

/* Numbers as programs make them are not refused by chance: once in some thousand times at most. */
static void random_numbers_of_cases_are_taken(void **unused)
{
    static const char *const signs[] = {"0123456789abcdef", "0123456789", "0123456789ABCDEFGHJKMNPQRSTVWXYZ",
                                        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"};
    uint64_t dice = 1;

    (void)unused;
    for (size_t k = 0; k < COUNT(signs); k++) {
        unsigned refused = 0;

        for (unsigned trial = 0; trial < 20000; trial++) {
            char text[33] = "";
            for (size_t i = 0; i < sizeof(text) - 1; i++) {
                dice = dice * 6364136223846793005U + 1442695040888963407U;
                text[i] = signs[k][(dice >> 33) % strlen(signs[k])];
            }
            refused += reference_tells(text);
        }
        assert_in_range(refused, 0, 20);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_tells_a_vehicle_or_a_person_is_found_within_a_reference),
        cmocka_unit_test(random_numbers_of_cases_are_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
