/* disclosure_buyer_test - what is seen through a link: of a whole history, and of a part */
#include "disclosure_world.h"

static void identical_name(struct world *w, size_t i)
{
    w->works[i].name = "更换机油 13912345678";
}
static void another_number_in_the_name(struct world *w, size_t i)
{
    w->works[i].name = "更换机油 13787654321";
}

static mutation *const hidden_from_buyers[] = {
    day,           brought, plate,          fault,         settlement,     company,  workshop_name,
    workshop_code, county,  hours,          part_code,     unread,         revision, number,
    version,       held,    registered_day, collected_day, vehicle_county,
};
static mutation *const shown_to_buyers[] = {year,     metres,    class,    province,  codes,   signal_set,
                                            disputed, work_name, no_works, part_name, quantity};

/* The fault, the plate and the day are nobody's to hand on, whoever holds the vehicle. */
static void what_is_hidden_from_a_buyer_changes_nothing_they_see(void **unused)
{
    static const enum audience buyers[] = {AUDIENCE_BUYER, AUDIENCE_BUYER_OF_PART};
    size_t tried = 0;

    (void)unused;
    dice_state = 21;
    for (size_t b = 0; b < COUNT(buyers); b++) {
        tried += assert_hidden(buyers[b], hidden_from_buyers, COUNT(hidden_from_buyers), 150);
        for (int round = 0; round < 150; round++) {
            struct world w;

            make_world(&w);
            identical_name(&w, 0);
            assert_false(changes(&w, buyers[b], another_number_in_the_name, 0));
        }
    }
    assert_true(tried >= 5000);
}

static void what_is_shown_to_a_buyer_changes_what_they_see(void **unused)
{
    struct world w;

    (void)unused;
    dice_state = 22;
    assert_shown(AUDIENCE_BUYER, shown_to_buyers, COUNT(shown_to_buyers), 50);
    for (int round = 0; round < 50; round++) {
        make_world(&w);
        for (size_t m = 0; m < COUNT(shown_to_buyers); m++)
            if (!changes(&w, AUDIENCE_BUYER_OF_PART, shown_to_buyers[m], 0))
                fail_msg("round %d: shown mutation %zu of the part does not show", round, m);
    }
}

/* An odometer that falls would show in the verdict, a flood in the signals: neither is the chosen record's.
 */
static void falling_odometer(struct world *w, size_t i)
{
    w->records[i].odometer_km = 400000;
}

static void a_record_that_was_not_chosen_changes_nothing_of_the_part(void **unused)
{
    static mutation *const others[] = {year,     metres,     thousand,        class,     province,
                                       codes,    signal_set, disputed,        work_name, hours,
                                       no_works, part_name,  falling_odometer};
    struct world w;
    size_t tried = 0;

    (void)unused;
    dice_state = 23;
    for (int round = 0; round < 150; round++) {
        make_world(&w);
        for (size_t m = 0; m < COUNT(others) && w.history.count > 1; m++, tried++)
            if (changes(&w, AUDIENCE_BUYER_OF_PART, others[m], 1 + dice((unsigned)w.history.count - 1)))
                fail_msg("round %d: mutation %zu of another record shows", round, m);
    }
    assert_true(tried >= 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_hidden_from_a_buyer_changes_nothing_they_see),
        cmocka_unit_test(what_is_shown_to_a_buyer_changes_what_they_see),
        cmocka_unit_test(a_record_that_was_not_chosen_changes_nothing_of_the_part),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
