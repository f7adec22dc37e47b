/* sandbox_test - the reserved VINs are VINs, nobody's, and on the list once */
#include "testing.h"

#include <h2o.h>

#include "history/sandbox.h"
#include "history/submission.h"
#include "history/wmi.h"

static void every_vin_of_the_list_is_one_and_reserved(void **unused)
{
    (void)unused;
    for (enum sandbox_case c = 0; c < SANDBOX_CASES; c++) {
        const struct sandbox_vehicle *v = sandbox_vehicle(c);
        struct vin vin;

        if (vin_parse(&vin, v->vin.text, strlen(v->vin.text)) != VIN_OK || !vin_check_digit_holds(&vin) ||
            !vin_is_reserved(&vin))
            fail_msg("%s", v->vin.text);
        assert_ptr_equal(sandbox_vehicle_of(&vin), v);
        for (enum sandbox_case other = 0; other < c; other++) {
            assert_string_not_equal(sandbox_vehicle(other)->vin.text, v->vin.text);
            assert_string_not_equal(sandbox_vehicle(other)->shows, v->shows);
        }
        assert_int_equal(sandbox_refuses(v), fault_status(v->fault) == 429 || fault_status(v->fault) == 503);
    }
}

static void no_other_vin_is_on_it(void **unused)
{
    static const struct {
        const char *text;
        bool reserved;
    } others[] = {
        {"0CDSANDB0JA000002", true },
        {"0CDSANDB9JA000021", true },
        {"LSVAA4182E2123451", false},
        {"1CDSANDB0JA000001", false},
        {"0DCSANDB0JA000001", false}
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(others); i++) {
        struct vin vin;

        assert_int_equal(vin_parse(&vin, others[i].text, strlen(others[i].text)), VIN_OK);
        assert_null(sandbox_vehicle_of(&vin));
        assert_int_equal(vin_is_reserved(&vin), others[i].reserved);
    }
}

/* What it says of its maker cannot be taken for a real one's. */
static void no_maker_has_their_identifier(void **unused)
{
    size_t count, reserved = 0;
    const struct maker *table = makers(&count);

    (void)unused;
    for (size_t i = 0; i < count; i++) {
        reserved += strcmp(table[i].wmi, SANDBOX_WMI) == 0;
        assert_true(table[i].wmi[0] != '0' || strcmp(table[i].en, "Sandbox") == 0);
    }
    assert_int_equal(reserved, 1);
    assert_string_equal(maker_of(&sandbox_vehicle(SANDBOX_ORDINARY)->vin)->en, "Sandbox");
}

static void no_workshop_can_add_to_them(void **unused)
{
    h2o_mem_pool_t pool;

    (void)unused;
    h2o_mem_init_pool(&pool);
    for (enum sandbox_case c = 0; c < SANDBOX_CASES; c++) {
        struct raw_submission raw = {.vin = sandbox_vehicle(c)->vin.text, .settled_on = "2024-01-03"};
        struct submission submission;

        submission_read(&pool, &raw, (struct date){2026, 1, 1}, &submission);
        assert_int_equal(submission.findings, FINDING_BIT(FINDING_V5));
        assert_true(findings_quarantine(submission.findings));
    }
    h2o_mem_clear_pool(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_vin_of_the_list_is_one_and_reserved),
        cmocka_unit_test(no_other_vin_is_on_it),
        cmocka_unit_test(no_maker_has_their_identifier),
        cmocka_unit_test(no_workshop_can_add_to_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
