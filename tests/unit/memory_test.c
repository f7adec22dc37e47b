#include "testing.h"

#include <h2o.h>

#include "store/memory.h"

static struct vehicle_key key_of(uint64_t number)
{
    struct vehicle_key key = {{0}};
    uint64_t spread = number * UINT64_C(0x9e3779b97f4a7c15);

    memcpy(key.bytes, &spread, sizeof(spread));
    memcpy(key.bytes + sizeof(spread), &number, sizeof(number));
    return key;
}

static void keep(struct memory *m, uint64_t number, size_t length)
{
    static char bytes[65536];
    struct vehicle_key key = key_of(number);

    memset(bytes, (char)number, length);
    memory_keep(m, &key, number, (int64_t)number, h2o_iovec_init(bytes, length));
}

static struct remembered *find(struct memory *m, uint64_t number)
{
    struct vehicle_key key = key_of(number);

    return memory_find(m, &key);
}

static void what_was_kept_is_found_as_it_was(void **unused)
{
    struct memory *m = memory_create(1 << 20);

    (void)unused;
    keep(m, 1, 100);
    keep(m, 2, 200);
    struct remembered *r = find(m, 2);
    assert_non_null(r);
    assert_int_equal(r->xmin, 2);
    assert_int_equal(r->version, 2);
    assert_int_equal(r->length, 200);
    assert_int_equal(r->bytes[199], 2);
    assert_null(find(m, 3));
    memory_forget(m, r);
    assert_null(find(m, 2));
    assert_non_null(find(m, 1));
    memory_destroy(m);
}

static void a_newer_value_takes_the_place_of_the_older(void **unused)
{
    struct memory *m = memory_create(1 << 20);
    struct vehicle_key key = key_of(7);

    (void)unused;
    keep(m, 7, 100);
    size_t before = memory_bytes(m);
    memory_keep(m, &key, 9, 9, h2o_iovec_init("abc", 3));
    assert_int_equal(find(m, 7)->version, 9);
    assert_int_equal(memory_bytes(m), before - 97);
    memory_destroy(m);
}

static void it_never_holds_more_than_its_bound(void **unused)
{
    enum { BOUND = 1 << 18 };
    struct memory *m = memory_create(BOUND);

    (void)unused;
    for (uint64_t i = 0; i < 20000; i++) {
        keep(m, i * i % 3001, 1 + i * 7919 % 3000);
        find(m, i % 97);
        assert_true(memory_bytes(m) <= BOUND);
    }
    assert_true(memory_bytes(m) > BOUND / 2);
    memory_destroy(m);
}

static void one_that_is_too_large_is_not_kept_nor_is_the_one_it_replaces(void **unused)
{
    struct memory *m = memory_create(64 * 1024);

    (void)unused;
    keep(m, 1, 100);
    keep(m, 1, 2000);
    assert_null(find(m, 1));
    assert_int_equal(memory_bytes(m), 0);
    memory_destroy(m);
}

/* A platform that walks through a million cars once must not cost the others their hits. */
static void a_scan_does_not_push_out_what_is_wanted(void **unused)
{
    enum { HOT = 100, SCANNED = 100000, BYTES = 500 };
    struct memory *m = memory_create((size_t)HOT * 2 * (BYTES + sizeof(struct remembered)));
    unsigned kept = 0;

    (void)unused;
    for (int round = 0; round < 4; round++)
        for (uint64_t i = 0; i < HOT; i++)
            if (find(m, i) == NULL)
                keep(m, i, BYTES);
    for (uint64_t i = 0; i < SCANNED; i++) {
        uint64_t hot = i % HOT;

        if (find(m, 1000 + i) == NULL)
            keep(m, 1000 + i, BYTES);
        if (find(m, hot) == NULL)
            keep(m, hot, BYTES);
    }
    for (uint64_t i = 0; i < HOT; i++)
        kept += find(m, i) != NULL;
    assert_in_range(kept, HOT * 95 / 100, HOT);
    memory_destroy(m);
}

static void an_answer_under_way_keeps_its_bytes(void **unused)
{
    struct memory *m = memory_create(1 << 20);
    h2o_mem_pool_t request;

    (void)unused;
    h2o_mem_init_pool(&request);
    keep(m, 5, 300);
    struct remembered *r = find(m, 5);
    h2o_mem_link_shared(&request, r);
    memory_destroy(m);
    assert_int_equal(r->bytes[299], 5); /* the sanitizer would tell */
    h2o_mem_clear_pool(&request);
}

static void a_bound_of_nothing_holds_nothing(void **unused)
{
    struct memory *m = memory_create(0);

    (void)unused;
    keep(m, 1, 10);
    assert_null(find(m, 1));
    memory_destroy(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_kept_is_found_as_it_was),
        cmocka_unit_test(a_newer_value_takes_the_place_of_the_older),
        cmocka_unit_test(it_never_holds_more_than_its_bound),
        cmocka_unit_test(one_that_is_too_large_is_not_kept_nor_is_the_one_it_replaces),
        cmocka_unit_test(a_scan_does_not_push_out_what_is_wanted),
        cmocka_unit_test(an_answer_under_way_keeps_its_bytes),
        cmocka_unit_test(a_bound_of_nothing_holds_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
