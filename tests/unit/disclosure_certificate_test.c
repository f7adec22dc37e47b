/* disclosure_certificate_test - what a certificate that goes abroad shows: the vehicle, and nobody */
#include "disclosure_world.h"

static void persons_places_and_days_change_nothing_of_a_certificate(void **unused)
{
    static mutation *const hidden[] = {
        brought,   plate,   fault,    settlement,     company,       workshop_name,  workshop_code, county,
        work_name, hours,   no_works, part_name,      part_code,     quantity,       unread,        revision,
        number,    version, held,     registered_day, collected_day, vehicle_county, findings};

    (void)unused;
    dice_state = 51;
    assert_true(assert_hidden(AUDIENCE_CERTIFICATE, hidden, COUNT(hidden), 300) >= 5000);
}

static void what_was_done_and_how_far_it_had_gone_shows(void **unused)
{
    static mutation *const shown[] = {year, metres, class, province, codes, signal_set, disputed, vin_middle};

    (void)unused;
    dice_state = 52;
    assert_shown(AUDIENCE_CERTIFICATE, shown, COUNT(shown), 50);
}

static void no_reading(struct world *w, size_t i)
{
    w->records[i].odometer_km = ODOMETER_UNKNOWN;
}

/* How old the newest reading is, is told by the day; where somebody was before is not. */
static void the_day_of_the_newest_reading_alone_shows(void **unused)
{
    struct world w;
    size_t older = 0;

    (void)unused;
    dice_state = 53;
    for (int round = 0; round < 200; round++) {
        make_world(&w);
        assert_true(changes(&w, AUDIENCE_CERTIFICATE, day, 0));
        if (w.history.count < 3)
            continue;
        assert_false(changes(&w, AUDIENCE_CERTIFICATE, day, 1 + dice((unsigned)w.history.count - 1)));
        no_reading(&w, 0);
        assert_false(changes(&w, AUDIENCE_CERTIFICATE, day, 0));
        assert_true(changes(&w, AUDIENCE_CERTIFICATE, day, 1));
        older++;
    }
    assert_true(older >= 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(persons_places_and_days_change_nothing_of_a_certificate),
        cmocka_unit_test(what_was_done_and_how_far_it_had_gone_shows),
        cmocka_unit_test(the_day_of_the_newest_reading_alone_shows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
