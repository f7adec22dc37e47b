#include "testing.h"

#include <stdlib.h>

#include <sodium.h>

#include "store/repair_detail.h"

static void what_is_sealed_opens_as_what_it_was(void **unused)
{
    static const char odd[] = "a \"b\" \\c\\ \x01\x1f\n\t /{}[], 机油 \xf0\x9f\x98\x80";
    static const struct work works[] = {
        {odd,            {true, -150}, {true, 7} },
        {"更换机油", {false, 0},   {false, 0}}
    };
    static const struct part parts[] = {
        {"机滤", NULL, {true, 400}, {true, 9900}},
        {NULL,     "",   {false, 0},  {false, 0}  },
        {odd,      odd,  {true, 0},   {false, 0}  }
    };
    static const struct as_sent unread[] = {
        {"repairmileage", odd}
    };
    static const struct fee fees[] = {
        {"拖车", {true, 20000}}
    };
    const struct record sent = {
        .fees = fees,
        .fee_count = COUNT(fees),
        .total = {true, 30007},
        .plate = "沪A12345",
        .settlement_no = odd,
        .fault = "broken \xff",
        .works = works,
        .work_count = COUNT(works),
        .parts = parts,
        .part_count = COUNT(parts),
        .unread = unread,
        .unread_count = COUNT(unread)
    };
    struct keys keys = {.id = 1};
    struct vehicle_key vehicle = {{7}};
    struct record read = {0};
    h2o_mem_pool_t pool;

    (void)unused;
    h2o_mem_init_pool(&pool);
    assert_true(repair_detail_open(&pool, &keys, &vehicle,
                                   repair_detail_seal(&pool, &keys, &vehicle, 0, &sent), &read));
    assert_string_equal(read.plate, "沪A12345");
    assert_string_equal(read.settlement_no, odd);
    assert_null(read.company_name);
    assert_null(read.fault); /* what is not UTF-8 could not be read again, and takes nothing else along */
    assert_int_equal(read.work_count, 2);
    assert_string_equal(read.works[0].name, odd);
    assert_true(read.works[0].hours.known && read.works[0].hours.hundredths == -150);
    assert_false(read.works[1].hours.known);
    assert_int_equal(read.part_count, 3);
    assert_null(read.parts[0].code);
    assert_null(read.parts[1].name);
    assert_string_equal(read.parts[1].code, "");
    assert_string_equal(read.parts[2].code, odd);
    assert_true(read.works[0].price.known && read.works[0].price.hundredths == 7);
    assert_true(read.parts[0].price.known && read.parts[0].price.hundredths == 9900);
    assert_int_equal(read.fee_count, 1);
    assert_string_equal(read.fees[0].name, "拖车");
    assert_int_equal(read.fees[0].price.hundredths, 20000);
    assert_true(read.total.known && read.total.hundredths == 30007);
    assert_int_equal(read.unread_count, 1);
    assert_string_equal(read.unread[0].text, odd);
    h2o_mem_clear_pool(&pool);
}

static void an_empty_record_is_one_too(void **unused)
{
    const struct record sent = {.plate = NULL};
    struct keys keys = {.id = 1};
    struct vehicle_key vehicle = {{7}};
    struct record read = {0};
    h2o_mem_pool_t pool;

    (void)unused;
    h2o_mem_init_pool(&pool);
    assert_true(repair_detail_open(&pool, &keys, &vehicle,
                                   repair_detail_seal(&pool, &keys, &vehicle, 0, &sent), &read));
    assert_true(read.plate == NULL && read.work_count == 0 && read.part_count == 0 && read.unread_count == 0);
    h2o_mem_clear_pool(&pool);
}

/* What another row has in one of its clear columns is in the seal's place. */
static void what_is_moved_to_another_row_does_not_open(void **unused)
{
    const struct record sent = {
        .plate = "A", .settled_on = {2024, 1, 3},
             .odometer_km = 52300, .workshop.id = 9
    };
    struct keys keys = {.id = 1};
    struct vehicle_key vehicle = {{7}}, other_vehicle = {{8}};
    struct record here = sent, workshop = sent, day = sent, odometer = sent;
    h2o_mem_pool_t pool;

    (void)unused;
    h2o_mem_init_pool(&pool);
    h2o_iovec_t sealed = repair_detail_seal(&pool, &keys, &vehicle, 9, &sent);
    workshop.workshop.id = 10;
    day.settled_on.day = 4;
    odometer.odometer_km = 52301;
    assert_true(repair_detail_open(&pool, &keys, &vehicle, sealed, &here));
    assert_false(repair_detail_open(&pool, &keys, &other_vehicle, sealed, &here));
    assert_false(repair_detail_open(&pool, &keys, &vehicle, sealed, &workshop));
    assert_false(repair_detail_open(&pool, &keys, &vehicle, sealed, &day));
    assert_false(repair_detail_open(&pool, &keys, &vehicle, sealed, &odometer));
    h2o_mem_clear_pool(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_sealed_opens_as_what_it_was),
        cmocka_unit_test(an_empty_record_is_one_too),
        cmocka_unit_test(what_is_moved_to_another_row_does_not_open),
    };

    return sodium_init() < 0 ? EXIT_FAILURE : cmocka_run_group_tests(tests, NULL, NULL);
}
