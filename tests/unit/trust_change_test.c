/* trust_change_test - what a root is shown before it signs, and what it never signs */
#include "certificate_world.h"

#include "certificate/trust_change.h"

enum { NOW = ISSUED_AT, KEYS = 3 };

struct lists {
    h2o_mem_pool_t pool;
    struct trust_list before, after;
    struct trusted_key *was, *is;
};

static void begin(struct lists *l)
{
    h2o_mem_init_pool(&l->pool);
    l->before = make_trust(&l->pool, ISSUER, KEYS);
    l->after = make_trust(&l->pool, ISSUER, KEYS);
    l->was = (struct trusted_key *)(uintptr_t)l->before.keys;
    l->is = (struct trusted_key *)(uintptr_t)l->after.keys;
}

static void assert_changes(struct lists *l, size_t count, enum trust_change_kind kind, bool forbidden)
{
    static struct trust_change changes[TRUST_CHANGES_MOST];

    assert_int_equal(trust_changes(&l->before, &l->after, NOW, changes), count);
    if (count != 0) {
        assert_int_equal(changes[0].kind, kind);
        assert_int_equal(trust_change_forbidden(kind), forbidden);
    }
    h2o_mem_clear_pool(&l->pool);
}

static void the_same_list_has_none(void **unused)
{
    struct lists l;

    (void)unused;
    begin(&l);
    assert_changes(&l, 0, TRUST_KEY_NEW, false);
}

static void a_new_key_is_one(void **unused)
{
    struct lists l;

    (void)unused;
    begin(&l);
    l.before.key_count = KEYS - 1;
    assert_changes(&l, 1, TRUST_KEY_NEW, false);
}

static void a_key_that_was_replaced_is_lost(void **unused)
{
    struct lists l;

    (void)unused;
    begin(&l);
    l.after.key_count = KEYS - 1;
    assert_changes(&l, 1, TRUST_KEY_LOST, true);
}

static void one_that_is_over_may_go(void **unused)
{
    struct lists l;

    (void)unused;
    begin(&l);
    l.after.key_count = KEYS - 1;
    l.was[KEYS - 1].trusted_until = NOW;
    assert_changes(&l, 1, TRUST_KEY_OVER, false);
}

static void an_end_comes_and_moves_back_but_never_goes_away(void **unused)
{
    static const struct {
        int64_t was, is;
        size_t count;
        enum trust_change_kind kind;
        bool forbidden;
    } ends[] = {
        {0,  50, 1, TRUST_KEY_ENDED,   false},
        {50, 40, 1, TRUST_KEY_ENDED,   false},
        {50, 50, 0, TRUST_KEY_ENDED,   false},
        {50, 51, 1, TRUST_KEY_REVIVED, true },
        {50, 0,  1, TRUST_KEY_REVIVED, true },
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(ends); i++) {
        struct lists l;

        begin(&l);
        l.was[1].ended_from = ends[i].was;
        l.is[1].ended_from = ends[i].is;
        assert_changes(&l, ends[i].count, ends[i].kind, ends[i].forbidden);
    }
}

static void no_time_moves_unseen(void **unused)
{
    for (int member = 0; member < 4; member++)
        for (int step = -1; step <= 1; step += 2) {
            struct lists l;
            int64_t *times[4];

            (void)unused;
            begin(&l);
            times[0] = &l.is[0].published_at;
            times[1] = &l.is[0].signs_from;
            times[2] = &l.is[0].signs_until;
            times[3] = &l.is[0].trusted_until;
            *times[member] += step;
            assert_changes(&l, 1, TRUST_KEY_MOVED, false);
        }
}

/* What is moved beside an end that goes away does not hide it. */
static void both_are_told(void **unused)
{
    static struct trust_change changes[TRUST_CHANGES_MOST];
    struct lists l;

    (void)unused;
    begin(&l);
    l.was[0].ended_from = 50;
    l.is[0].trusted_until++;
    assert_int_equal(trust_changes(&l.before, &l.after, NOW, changes), 2);
    assert_int_equal(changes[0].kind, TRUST_KEY_REVIVED);
    assert_int_equal(changes[1].kind, TRUST_KEY_MOVED);
    h2o_mem_clear_pool(&l.pool);
}

static void a_proposal_is_read_as_it_was_made_and_is_no_list(void **unused)
{
    struct lists l;
    struct trust_list read;
    h2o_iovec_t bytes;

    (void)unused;
    begin(&l);
    l.is[1].ended_from = 50;
    assert_true(trust_proposal_make(&l.pool, &l.after, &bytes));
    assert_true(trust_proposal_read(&l.pool, bytes.base, bytes.len, &read));
    assert_string_equal(read.issuer, ISSUER);
    assert_int_equal(read.key_count, KEYS);
    assert_string_equal(read.keys[1].kid, l.is[1].kid);
    assert_int_equal(read.keys[1].ended_from, 50);
    assert_int_equal(trust_list_read(&l.pool, bytes.base, bytes.len, NULL, &read), TRUST_UNREADABLE);
    for (size_t cut = 0; cut < bytes.len; cut++)
        assert_false(trust_proposal_read(&l.pool, bytes.base, cut, &read));
    h2o_mem_clear_pool(&l.pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_list_has_none),
        cmocka_unit_test(a_new_key_is_one),
        cmocka_unit_test(a_key_that_was_replaced_is_lost),
        cmocka_unit_test(one_that_is_over_may_go),
        cmocka_unit_test(an_end_comes_and_moves_back_but_never_goes_away),
        cmocka_unit_test(no_time_moves_unseen),
        cmocka_unit_test(both_are_told),
        cmocka_unit_test(a_proposal_is_read_as_it_was_made_and_is_no_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
