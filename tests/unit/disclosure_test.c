/* disclosure_test - what platforms see, the two sides of a dispute, and nobody */
#include "disclosure_world.h"

#include <h2o.h>

#include "history/disclosure.h"

static mutation *const hidden_from_platform[] = {
    day,           brought,       metres, plate,          fault,         settlement,     company,
    workshop_name, workshop_code, county, work_name,      hours,         no_works,       part_name,
    part_code,     quantity,      unread, findings,       money,         kind,           revision,
    number,        version,       held,   registered_day, collected_day, vehicle_county,
};

static mutation *const shown_to_platform[] = {year, thousand, class, province, codes, signal_set, disputed};

static void what_is_hidden_from_a_platform_changes_nothing_it_sees(void **unused)
{
    (void)unused;
    dice_state = 7;
    assert_true(assert_hidden(AUDIENCE_PLATFORM, hidden_from_platform, COUNT(hidden_from_platform), 700) >=
                10000);
}

static void what_is_shown_to_a_platform_changes_what_it_sees(void **unused)
{
    (void)unused;
    dice_state = 8;
    assert_shown(AUDIENCE_PLATFORM, shown_to_platform, COUNT(shown_to_platform), 100);
}

/* Where no day of settlement is known, no month is told. */
static void the_day_a_vehicle_was_brought_in_stands_in_for_no_other(void **unused)
{
    struct world w;

    (void)unused;
    dice_state = 12;
    for (int round = 0; round < 100; round++) {
        make_world(&w);
        size_t i = dice((unsigned)w.history.count);
        w.records[i].settled_on = (struct date){0};
        w.records[i].odometer_km = ODOMETER_UNKNOWN;
        if (changes(&w, AUDIENCE_PLATFORM, brought, i))
            fail_msg("round %d: the day shows", round);
        assert_true(changes(&w, AUDIENCE_OWNER, brought, i));
    }
}

/* It knows its own record, and learns nothing of the vehicle or of whoever brought it. */
static void a_workshop_sees_of_a_record_what_it_wrote(void **unused)
{
    static mutation *const hidden[] = {
        plate, fault,   class, province, county,   codes,         signal_set,     findings,   money,
        kind,  version, held,  number,   revision, collected_day, registered_day, vin_middle, vehicle_county};
    static mutation *const shown[] = {day,   brought,   metres,    settlement, workshop_name, work_name,
                                      hours, part_name, part_code, quantity,   unread,        disputed};

    (void)unused;
    dice_state = 31;
    assert_hidden(AUDIENCE_WORKSHOP, hidden, COUNT(hidden), 100);
    assert_shown(AUDIENCE_WORKSHOP, shown, COUNT(shown), 100);
}

static void a_supervisor_sees_a_record_without_whose_it_is(void **unused)
{
    static mutation *const hidden[] = {plate,         money,          kind,       findings,
                                       version,       held,           number,     revision,
                                       collected_day, registered_day, vin_middle, vehicle_county};
    static mutation *const shown[] = {day,      brought, metres,    settlement, workshop_name, work_name,
                                      hours,    fault,   part_name, part_code,  quantity,      unread,
                                      disputed, class,   codes,     signal_set, county};

    (void)unused;
    dice_state = 32;
    assert_hidden(AUDIENCE_SUPERVISOR, hidden, COUNT(hidden), 100);
    assert_shown(AUDIENCE_SUPERVISOR, shown, COUNT(shown), 100);
}

static void nobody_sees_anything(void **unused)
{
    h2o_mem_pool_t pool;
    struct world w;
    struct view view;

    (void)unused;
    dice_state = 11;
    assert_hidden(AUDIENCE_NOBODY, hidden_from_platform, COUNT(hidden_from_platform), 20);
    assert_hidden(AUDIENCE_NOBODY, shown_to_platform, COUNT(shown_to_platform), 20);
    make_world(&w);
    h2o_mem_init_pool(&pool);
    disclose(&pool, &w.history, AUDIENCE_NOBODY, &view);
    assert_null(view.vin);
    h2o_mem_clear_pool(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_hidden_from_a_platform_changes_nothing_it_sees),
        cmocka_unit_test(what_is_shown_to_a_platform_changes_what_it_sees),
        cmocka_unit_test(the_day_a_vehicle_was_brought_in_stands_in_for_no_other),
        cmocka_unit_test(a_workshop_sees_of_a_record_what_it_wrote),
        cmocka_unit_test(a_supervisor_sees_a_record_without_whose_it_is),
        cmocka_unit_test(nobody_sees_anything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
