/* disclosure_owner_test - what the present owner sees: all of their own time, and nothing personal of those
 * before */
#include "disclosure_world.h"

/* The former holder's plate and personal words are not the present one's to see; everything else is. */
static void personal(struct world *w, size_t i)
{
    w->records[i].fault = "车主：张三 13912345678";
}
static void personal_other(struct world *w, size_t i)
{
    w->records[i].fault = "车主：李四 13787654321";
}

static void a_former_holders_data_changes_nothing_the_owner_sees(void **unused)
{
    static mutation *const hidden[] = {plate, revision, number};
    struct world w;
    size_t tried = 0;

    (void)unused;
    dice_state = 9;
    for (int round = 0; round < 4000; round++) {
        make_world(&w);
        size_t oldest = w.history.count - 1;
        if (date_compare(w.records[oldest].settled_on, w.history.vehicle.held_since) >= 0)
            continue;
        for (size_t m = 0; m < COUNT(hidden); m++, tried++)
            if (changes(&w, AUDIENCE_OWNER, hidden[m], oldest))
                fail_msg("round %d: mutation %zu shows", round, m);
        personal(&w, oldest);
        if (changes(&w, AUDIENCE_OWNER, personal_other, oldest))
            fail_msg("round %d: personal words show", round);
        tried++;
    }
    assert_true(tried >= 5000);
}

/* Nor is what is said of those who bring the vehicle, whoever holds it. */
static void third_persons_change_nothing_the_owner_sees(void **unused)
{
    struct world w;

    (void)unused;
    dice_state = 13;
    for (int round = 0; round < 50; round++) {
        make_world(&w);
        personal(&w, 0);
        if (changes(&w, AUDIENCE_OWNER, personal_other, 0))
            fail_msg("round %d: personal words show", round);
    }
}

/* Brought in by the former holder, settled in the present one's time; or it is not known since when that is.
 */
static void sold_while_at_the_workshop(struct world *w)
{
    w->records[0].brought_on = (struct date){2023, 4, 28};
    w->records[0].settled_on = (struct date){2023, 5, 3};
    w->history.vehicle.held_since = (struct date){2023, 5, 1};
}
static void held_for_an_unknown_time(struct world *w)
{
    w->history.vehicle.held_since = (struct date){0};
}

static void what_may_be_a_former_holders_is_hidden(void **unused)
{
    static void (*const doubts[])(struct world * w) = {sold_while_at_the_workshop, held_for_an_unknown_time};
    struct world w;

    (void)unused;
    dice_state = 14;
    for (size_t d = 0; d < COUNT(doubts); d++) {
        make_world(&w);
        doubts[d](&w);
        assert_false(changes(&w, AUDIENCE_OWNER, plate, 0));
        assert_true(changes(&w, AUDIENCE_OWNER, fault, 0));
    }
}

static void the_owner_sees_all_of_their_own_time(void **unused)
{
    static mutation *const shown[] = {day,    metres,    plate,   fault,     settlement,     workshop_name,
                                      county, work_name, hours,   part_name, part_code,      quantity,
                                      unread, findings,  brought, version,   registered_day, vin_middle};
    struct world w;

    (void)unused;
    dice_state = 10;
    for (int round = 0; round < 50; round++) {
        make_world(&w);
        for (size_t m = 0; m < COUNT(shown); m++)
            if (!changes(&w, AUDIENCE_OWNER, shown[m], 0))
                fail_msg("round %d: mutation %zu does not show", round, m);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_former_holders_data_changes_nothing_the_owner_sees),
        cmocka_unit_test(third_persons_change_nothing_the_owner_sees),
        cmocka_unit_test(what_may_be_a_former_holders_is_hidden),
        cmocka_unit_test(the_owner_sees_all_of_their_own_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
