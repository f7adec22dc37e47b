/* disclosure_consent_test - what is seen with the owner's consent: the records as the owner does, and nothing
 * beyond
 */
#include "disclosure_world.h"

static void numbers_and_what_nobody_could_read_are_the_owners_alone(void **unused)
{
    static mutation *const hidden[] = {settlement, unread, version, vin_middle, number, revision};

    (void)unused;
    dice_state = 41;
    assert_true(assert_hidden(AUDIENCE_CONSENT, hidden, COUNT(hidden), 300) >= 1000);
}

static void the_records_of_the_owners_time_are_seen_as_the_owner_sees_them(void **unused)
{
    static mutation *const shown[] = {day,      metres,    plate,   fault,         workshop_name,
                                      county,   work_name, hours,   part_name,     part_code,
                                      quantity, findings,  brought, registered_day};
    struct world w;

    (void)unused;
    dice_state = 42;
    for (int round = 0; round < 50; round++) {
        make_world(&w);
        for (size_t m = 0; m < COUNT(shown); m++)
            if (!changes(&w, AUDIENCE_CONSENT, shown[m], 0))
                fail_msg("round %d: mutation %zu does not show", round, m);
    }
}

static void words_of_one_person(struct world *w, size_t i)
{
    w->records[i].fault = "车主：张三 13912345678";
}
static void words_of_another(struct world *w, size_t i)
{
    w->records[i].fault = "车主：李四 13787654321";
}

/* What the owner may not know of former holders and third persons, consent does not open either. */
static void consent_opens_nothing_that_is_shut_to_the_owner(void **unused)
{
    struct world w;
    size_t former = 0;

    (void)unused;
    dice_state = 43;
    for (int round = 0; round < 1000; round++) {
        make_world(&w);
        size_t oldest = w.history.count - 1;
        words_of_one_person(&w, oldest);
        assert_false(changes(&w, AUDIENCE_CONSENT, words_of_another, oldest));
        if (date_compare(w.records[oldest].settled_on, w.history.vehicle.held_since) >= 0)
            continue;
        former++;
        assert_false(changes(&w, AUDIENCE_CONSENT, plate, oldest));
    }
    assert_true(former >= 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_and_what_nobody_could_read_are_the_owners_alone),
        cmocka_unit_test(the_records_of_the_owners_time_are_seen_as_the_owner_sees_them),
        cmocka_unit_test(consent_opens_nothing_that_is_shut_to_the_owner),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
