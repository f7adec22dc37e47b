/* credit_code_test - codes as they are typed, mistyped, and with neighbours exchanged */
#include "testing.h"

#include "history/credit_code.h"

static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
static const char *const good[] = {"91330100799655058B", "914403001922038216", "9144030071526726XG"};

static enum credit_code_shape shape(const char *typed, char code[CREDIT_CODE_TEXT])
{
    return credit_code_read(typed, strlen(typed), code);
}

static void codes_are_read_as_they_are_typed(void **unused)
{
    /* clang-format off */
    static const struct {
        const char *typed;
        enum credit_code_shape shape;
    } table[] = {
        {"91330100799655058B",            CREDIT_CODE_OK       },
        {" 91330100 79965505 8b ",        CREDIT_CODE_OK       },
        {"９１３３０１００７９９６５５０５８Ｂ", CREDIT_CODE_OK       },
        {"913301-00799655-058B",          CREDIT_CODE_OK       },
        {"91330100799655058A",            CREDIT_CODE_MISTYPED },
        {"91330100799655058",             CREDIT_CODE_MALFORMED},
        {"91330100799655058BB",           CREDIT_CODE_MALFORMED},
        {"9133010079965505IB",            CREDIT_CODE_MALFORMED},
        {"9133010079965505OB",            CREDIT_CODE_MALFORMED},
        {"9133010079965505SB",            CREDIT_CODE_MALFORMED},
        {"9133010079965505VB",            CREDIT_CODE_MALFORMED},
        {"9133010079965505ZB",            CREDIT_CODE_MALFORMED},
        {"9133010079965505中B",           CREDIT_CODE_MALFORMED},
        {"9133010079965505\xff" "B",      CREDIT_CODE_MALFORMED},
        {"",                              CREDIT_CODE_MALFORMED},
    };
    /* clang-format on */
    char code[CREDIT_CODE_TEXT];

    (void)unused;
    for (size_t i = 0; i < COUNT(table); i++)
        if (shape(table[i].typed, code) != table[i].shape)
            fail_msg("%s: %d", table[i].typed, (int)shape(table[i].typed, code));
    for (size_t i = 0; i < COUNT(good); i++) {
        assert_int_equal(shape(good[i], code), CREDIT_CODE_OK);
        assert_string_equal(code, good[i]);
    }
}

static void one_wrong_character_is_noticed(void **unused)
{
    char typed[CREDIT_CODE_TEXT], code[CREDIT_CODE_TEXT];
    size_t tried = 0;

    (void)unused;
    for (size_t i = 0; i < COUNT(good); i++)
        for (size_t at = 0; at < CREDIT_CODE_LENGTH; at++)
            for (const char *other = alphabet; *other != '\0'; other++) {
                if (*other == good[i][at])
                    continue;
                strcpy(typed, good[i]);
                typed[at] = *other;
                assert_int_equal(shape(typed, code), CREDIT_CODE_MISTYPED);
                tried++;
            }
    assert_int_equal(tried, COUNT(good) * CREDIT_CODE_LENGTH * 30);
}

static void neighbours_that_are_exchanged_are_noticed(void **unused)
{
    char typed[CREDIT_CODE_TEXT], code[CREDIT_CODE_TEXT];
    size_t tried = 0;

    (void)unused;
    for (size_t i = 0; i < COUNT(good); i++)
        for (size_t at = 0; at + 1 < CREDIT_CODE_LENGTH; at++) {
            if (good[i][at] == good[i][at + 1])
                continue;
            strcpy(typed, good[i]);
            typed[at] = good[i][at + 1];
            typed[at + 1] = good[i][at];
            assert_int_equal(shape(typed, code), CREDIT_CODE_MISTYPED);
            tried++;
        }
    assert_true(tried > 30);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_are_read_as_they_are_typed),
        cmocka_unit_test(one_wrong_character_is_noticed),
        cmocka_unit_test(neighbours_that_are_exchanged_are_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
