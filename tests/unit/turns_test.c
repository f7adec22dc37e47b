#include "testing.h"

#include "store/turns.h"

enum { MANY = 100, OF_ONE = 3 };

struct upload {
    struct turn turn;
    char sender;
    int number;
};

static void enter(struct turns *turns, struct upload *u, char sender, int number)
{
    u->sender = sender;
    u->number = number;
    assert_true(turns_enter(turns, sender, &u->turn));
}

static const struct upload *next(struct turns *turns)
{
    struct turn *turn = turns_next(turns);

    return turn == NULL ? NULL : H2O_STRUCT_FROM_MEMBER(struct upload, turn, turn);
}

static void test_senders_take_turns_and_each_keeps_its_order(void **state)
{
    static const char order[] = "abcabcabaa";
    struct upload uploads[10];
    struct turns *turns = turns_create(MANY, MANY);
    int last[3] = {-1, -1, -1};

    (void)state;
    for (int i = 0; i < 5; i++)
        enter(turns, &uploads[i], 'a', i);
    for (int i = 5; i < 8; i++)
        enter(turns, &uploads[i], 'b', i);
    for (int i = 8; i < 10; i++)
        enter(turns, &uploads[i], 'c', i);
    for (size_t i = 0; i < sizeof(order) - 1; i++) {
        const struct upload *u = next(turns);

        assert_non_null(u);
        assert_int_equal(u->sender, order[i]);
        assert_true(u->number > last[u->sender - 'a']);
        last[u->sender - 'a'] = u->number;
    }
    assert_null(next(turns));
    turns_destroy(turns);
}

static void test_whoever_comes_late_waits_for_one_round(void **state)
{
    struct upload flood[MANY], one;
    struct turns *turns = turns_create(MANY, MANY);

    (void)state;
    for (int i = 0; i < MANY; i++)
        enter(turns, &flood[i], 'f', i);
    assert_int_equal(next(turns)->sender, 'f');
    enter(turns, &one, 'o', 0);
    assert_int_equal(next(turns)->sender, 'f');
    assert_int_equal(next(turns)->sender, 'o');
    turns_destroy(turns);
}

static void test_no_more_are_under_way_than_may_be(void **state)
{
    struct upload uploads[3];
    struct turns *turns = turns_create(2, MANY);

    (void)state;
    for (int i = 0; i < 3; i++)
        enter(turns, &uploads[i], (char)('a' + i), i);
    assert_non_null(next(turns));
    assert_non_null(next(turns));
    assert_null(next(turns));
    turns_leave(turns);
    assert_non_null(next(turns));
    assert_null(next(turns));
    turns_destroy(turns);
}

static void test_one_sender_has_so_many_waiting_and_others_have_theirs(void **state)
{
    struct upload uploads[OF_ONE + 2], other;
    struct turns *turns = turns_create(MANY, OF_ONE);

    (void)state;
    for (int i = 0; i < OF_ONE; i++)
        enter(turns, &uploads[i], 'a', i);
    assert_false(turns_enter(turns, 'a', &uploads[OF_ONE].turn));
    enter(turns, &other, 'b', 0);
    assert_non_null(next(turns));
    enter(turns, &uploads[OF_ONE + 1], 'a', OF_ONE + 1);
    turns_destroy(turns);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_senders_take_turns_and_each_keeps_its_order),
        cmocka_unit_test(test_whoever_comes_late_waits_for_one_round),
        cmocka_unit_test(test_no_more_are_under_way_than_may_be),
        cmocka_unit_test(test_one_sender_has_so_many_waiting_and_others_have_theirs),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
