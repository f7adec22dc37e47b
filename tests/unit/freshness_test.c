#include "testing.h"

#include <stdio.h>
#include <stdlib.h>

#include "store/freshness.h"

enum { KEYS = 24, MOST_CHANGES = 8, STEPS = 1000000, OPEN = 4, CACHED = KEYS, LOG = 4096 };
#define LEASE ((int64_t)150)

static struct vehicle_key key_of(unsigned number)
{
    struct vehicle_key key = {{0}};

    memcpy(key.bytes, &number, sizeof(number));
    key.bytes[8] = (uint8_t)(number * 37);
    return key;
}

static struct change change_of(uint64_t xid, unsigned key, int64_t version)
{
    return (struct change){xid, key_of(key), version};
}

static void a_value_from_before_a_change_is_refused(void **unused)
{
    struct freshness *f = freshness_create(16, LEASE);
    struct change c = change_of(105, 1, 2);
    struct vehicle_key one = key_of(1), two = key_of(2);

    (void)unused;
    freshness_start(f, 0, 100, NULL, 0);
    freshness_learn(f, 10, 106, &c, 1);
    assert_false(freshness_accepts(f, &one, 101, 1));
    assert_true(freshness_accepts(f, &one, 106, 2));
    assert_true(freshness_accepts(f, &two, 101, 7));
    freshness_destroy(f);
}

static void a_value_from_before_the_horizon_is_refused(void **unused)
{
    struct freshness *f = freshness_create(16, LEASE);
    struct vehicle_key one = key_of(1);

    (void)unused;
    freshness_start(f, 0, 100, NULL, 0);
    assert_false(freshness_accepts(f, &one, 99, 5));
    assert_true(freshness_accepts(f, &one, 100, 5));
    freshness_destroy(f);
}

/* More changes than fit were in the table: those that were not loaded may be missed by values as old as the
 * oldest. */
static void a_full_start_puts_the_horizon_above_the_oldest(void **unused)
{
    struct freshness *f = freshness_create(MOST_CHANGES, LEASE);
    struct change newest[MOST_CHANGES];
    struct vehicle_key other = key_of(99);

    (void)unused;
    for (unsigned i = 0; i < MOST_CHANGES; i++)
        newest[i] = change_of(200 - i, i, 1);
    freshness_start(f, 0, 150, newest, MOST_CHANGES); /* an old transaction still runs: xmin is low */
    assert_false(freshness_accepts(f, &other, 160, 1));
    assert_true(freshness_accepts(f, &other, 200 - MOST_CHANGES + 2, 1));
    freshness_destroy(f);
}

static void forgetting_moves_the_horizon(void **unused)
{
    struct freshness *f = freshness_create(MOST_CHANGES, LEASE);
    struct vehicle_key first = key_of(0);

    (void)unused;
    freshness_start(f, 0, 100, NULL, 0);
    for (unsigned i = 0; i < 4 * MOST_CHANGES; i++) {
        struct change c = change_of(100 + i, i, 2);
        freshness_learn(f, i, 101 + i, &c, 1);
    }
    assert_false(
        freshness_accepts(f, &first, 100, 1)); /* what was known of it is forgotten, but not that it is old */
    freshness_destroy(f);
}

static void one_transaction_of_many_changes_is_forgotten_as_a_whole(void **unused)
{
    struct freshness *f = freshness_create(MOST_CHANGES, LEASE);
    struct change many[3 * MOST_CHANGES];

    (void)unused;
    freshness_start(f, 0, 100, NULL, 0);
    for (unsigned i = 0; i < COUNT(many); i++)
        many[i] = change_of(120, i, 2);
    freshness_learn(f, 1, 121, many, COUNT(many));
    for (unsigned i = 0; i < COUNT(many); i++) {
        struct vehicle_key key = key_of(i);
        assert_false(freshness_accepts(f, &key, 110, 1));
    }
    freshness_destroy(f);
}

static void trust_ends_with_the_lease_and_with_a_failure(void **unused)
{
    struct freshness *f = freshness_create(16, LEASE);

    (void)unused;
    assert_false(freshness_trusted(f, 0));
    freshness_start(f, 1000, 100, NULL, 0);
    assert_true(freshness_trusted(f, 1000 + LEASE - 1));
    assert_false(freshness_trusted(f, 1000 + LEASE));
    freshness_learn(f, 1100, 101, NULL, 0);
    assert_true(freshness_trusted(f, 1200));
    freshness_lose(f);
    assert_false(freshness_trusted(f, 1101));
    assert_int_equal(freshness_since(f, 1101), 0);
    freshness_destroy(f);
}

static void the_age_is_told_once_polls_have_failed_for_a_while(void **unused)
{
    const int64_t second = 1000000000;
    struct freshness *f = freshness_create(8, 150000000);

    (void)unused;
    freshness_lose(f);
    assert_int_equal(freshness_age(f, 100 * second), 0); /* it has never known anything */
    freshness_start(f, 10 * second, 100, NULL, 0);
    assert_int_equal(freshness_age(f, 20 * second), 0); /* late, but nothing has failed */
    freshness_lose(f);
    assert_int_equal(freshness_age(f, 12 * second - 1), 0);
    assert_int_equal(freshness_age(f, 12 * second), 2);
    assert_int_equal(freshness_age(f, 12 * second + 1), 3);
    freshness_start(f, 20 * second, 200, NULL, 0);
    assert_int_equal(freshness_age(f, 30 * second), 0);
    freshness_destroy(f);
}

static void who_has_not_polled_for_long_starts_cold(void **unused)
{
    struct freshness *f = freshness_create(16, LEASE);
    int64_t pause = (int64_t)PRUNE_SECONDS / 2 * 1000000000;

    (void)unused;
    freshness_start(f, 0, 100, NULL, 0);
    assert_int_equal(freshness_since(f, pause), 100);
    assert_int_equal(freshness_since(f, pause + 1), 0);
    freshness_destroy(f);
}

/*
 * A database in miniature: transactions with ids that commit in any order, snapshots, a table of changes; one
 * process that polls; values that were read at any time and are cached; and uploads that are acknowledged a
 * lease after they were committed. No value that is accepted may be older than what was acknowledged when it
 * was asked for.
 */
struct model {
    uint64_t next_xid;
    struct {
        uint64_t xid;
        unsigned key;
    } open[OPEN];
    int64_t version[KEYS], acknowledged[KEYS];
    struct change log[LOG]; /* in the order of commits; `version` is known at commit */
    int64_t committed_at[LOG];
    size_t committed, told; /* how many; how many of them are acknowledged */
    uint64_t cached_xmin[CACHED];
    int64_t cached_version[CACHED];
    int64_t now;
};

static unsigned state;

static unsigned dice(unsigned sides)
{
    state = state * 1664525u + 1013904223u;
    return (state >> 10) % sides;
}

static uint64_t xmin_of(const struct model *m)
{
    uint64_t xmin = m->next_xid;

    for (size_t i = 0; i < OPEN; i++)
        if (m->open[i].xid != 0 && m->open[i].xid < xmin)
            xmin = m->open[i].xid;
    return xmin;
}

static void begin_or_commit(struct model *m)
{
    size_t i = dice(OPEN);

    if (m->open[i].xid == 0) {
        m->open[i].xid = m->next_xid++;
        m->open[i].key = dice(KEYS);
        for (size_t j = 0; j < OPEN; j++) /* a vehicle's row is locked by one writer at a time */
            if (j != i && m->open[j].xid != 0 && m->open[j].key == m->open[i].key)
                m->open[i].xid = 0;
        return;
    }
    m->log[m->committed % LOG] = change_of(m->open[i].xid, m->open[i].key, ++m->version[m->open[i].key]);
    m->committed_at[m->committed++ % LOG] = m->now;
    m->open[i].xid = 0;
}

static void acknowledge(struct model *m)
{
    while (m->told < m->committed && m->committed_at[m->told % LOG] + LEASE <= m->now) {
        const struct change *c = &m->log[m->told++ % LOG];
        unsigned key;

        memcpy(&key, c->key.bytes, sizeof(key));
        m->acknowledged[key] = c->version;
    }
}

static int newest_first(const void *a, const void *b)
{
    uint64_t x = ((const struct change *)a)->xid, y = ((const struct change *)b)->xid;

    return (x < y) - (x > y);
}

static void poll(struct model *m, struct freshness *f)
{
    static struct change seen[LOG];
    uint64_t since = freshness_since(f, m->now);
    size_t count = 0, from = m->committed > LOG ? m->committed - LOG : 0;

    for (size_t i = from; i < m->committed; i++)
        if (m->log[i % LOG].xid >= since)
            seen[count++] = m->log[i % LOG];
    if (since != 0) {
        freshness_learn(f, m->now, xmin_of(m), seen, count);
        return;
    }
    qsort(seen, count, sizeof(*seen), newest_first);
    freshness_start(f, m->now, xmin_of(m), seen, count < MOST_CHANGES ? count : MOST_CHANGES);
}

/* How often a value was shown that was older than an acknowledgement. */
static size_t run_model(unsigned seed)
{
    static struct model m;
    struct freshness *f = freshness_create(MOST_CHANGES, LEASE);
    size_t stale = 0, hits = 0;

    state = seed;
    m = (struct model){.next_xid = 100};
    for (long step = 0; step < STEPS; step++) {
        unsigned key = dice(KEYS);
        struct vehicle_key wanted = key_of(key);

        m.now += dice(3);
        acknowledge(&m);
        switch (dice(40)) {
        case 0: begin_or_commit(&m); break;
        case 1: poll(&m, f); break;
        case 2: /* a reader that may put its value away much later */
            m.cached_xmin[key] = xmin_of(&m);
            m.cached_version[key] = m.version[key];
            break;
        case 3:
            if (dice(200) == 0)
                freshness_lose(f);
            break;
        case 4:
            if (dice(300) == 0)
                m.now += 2 * LEASE; /* the process stalls */
            break;
        default:
            if (!freshness_trusted(f, m.now) ||
                !freshness_accepts(f, &wanted, m.cached_xmin[key], m.cached_version[key]))
                break;
            hits++;
            stale += m.cached_version[key] < m.acknowledged[key];
        }
    }
    freshness_destroy(f);
    assert_true(hits > 10000);
    return stale;
}

static void no_accepted_value_is_older_than_an_acknowledgement(void **unused)
{
    size_t stale = 0;

    (void)unused;
    for (unsigned seed = 1; seed <= 4; seed++)
        stale += run_model(seed);
#if defined(BROKEN_NOHORIZON) || defined(BROKEN_NOMAP)
    assert_true(stale > 0); /* the model notices when a rule is missing */
#else
    assert_int_equal(stale, 0);
#endif
}

int main(void)
{
    const struct CMUnitTest whole[] = {
        cmocka_unit_test(a_value_from_before_a_change_is_refused),
        cmocka_unit_test(a_value_from_before_the_horizon_is_refused),
        cmocka_unit_test(a_full_start_puts_the_horizon_above_the_oldest),
        cmocka_unit_test(forgetting_moves_the_horizon),
        cmocka_unit_test(one_transaction_of_many_changes_is_forgotten_as_a_whole),
        cmocka_unit_test(trust_ends_with_the_lease_and_with_a_failure),
        cmocka_unit_test(the_age_is_told_once_polls_have_failed_for_a_while),
        cmocka_unit_test(who_has_not_polled_for_long_starts_cold),
        cmocka_unit_test(no_accepted_value_is_older_than_an_acknowledgement),
    };
    const struct CMUnitTest broken[] = {cmocka_unit_test(no_accepted_value_is_older_than_an_acknowledgement)};
#if defined(BROKEN_NOHORIZON) || defined(BROKEN_NOMAP)
    (void)whole;
    return cmocka_run_group_tests(broken, NULL, NULL);
#else
    (void)broken;
    return cmocka_run_group_tests(whole, NULL, NULL);
#endif
}
