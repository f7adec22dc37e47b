#include "testing.h"

#include <stdio.h>

#include <h2o.h>
#include <jansson.h>

#include "endpoints/repairs/fields.h"
#include "store/repair_handle.h"

/* A record with some members in place of ours, each as JSON. */
#define GOOD "\"vin\":\"LSVAA4182E2123456\",\"settled\":\"2024-05-31\",\"settlement_no\":\"A-1\""

static json_t *parsed(const char *text)
{
    json_t *record = json_loads(text, JSON_DECODE_ANY, NULL);

    assert_non_null(record);
    return record;
}

static void test_every_member_finds_its_place(void **state)
{
    struct repair_fields f;
    struct field_mistake mistake;
    h2o_mem_pool_t pool;

    (void)state;
    h2o_mem_init_pool(&pool);
    json_t *record = parsed(
        "{" GOOD ",\"workshop\":\"310115000000001\",\"plate\":\"\xe6\xb2\xaa"
        "A12345\",\"brought_in\":\"2024-05-30 08:15:00\",\"odometer_km\":52300,\"fault\":\"f\","
        "\"works\":[{\"name\":\"w\",\"hours\":0.5,\"price\":\"12.50\",\"type\":\"t\"}],"
        "\"parts\":[{\"name\":\"p\",\"code\":\"c\",\"quantity\":2,\"price\":-1,\"brand\":\"b\"}],"
        "\"fees\":[{\"name\":\"x\",\"price\":3}],\"total\":1234.5,\"fuel\":\"C\",\"use\":\"commercial\"}");
    assert_true(repair_fields_read(&pool, record, &f, &mistake));
    assert_string_equal(f.workshop, "310115000000001");
    assert_string_equal(f.raw.vin, "LSVAA4182E2123456");
    assert_string_equal(f.raw.brought_on, "2024-05-30 08:15:00");
    assert_string_equal(f.raw.settled_on, "2024-05-31");
    assert_string_equal(f.raw.odometer, "52300");
    assert_string_equal(f.raw.settlement_no, "A-1");
    assert_string_equal(f.raw.total, "1234.5000");
    assert_string_equal(f.raw.fuel, "C");
    assert_string_equal(f.raw.use, "1");
    assert_int_equal(f.raw.work_count, 1);
    assert_string_equal(f.raw.works[0].hours, "0.5000");
    assert_string_equal(f.raw.works[0].price, "12.50");
    assert_int_equal(f.raw.part_count, 1);
    assert_string_equal(f.raw.parts[0].quantity, "2");
    assert_string_equal(f.raw.parts[0].price, "-1");
    assert_int_equal(f.raw.fee_count, 1);
    assert_string_equal(f.raw.fees[0].name, "x");
    json_decref(record);
    h2o_mem_clear_pool(&pool);
}

static const struct {
    const char *record, *pointer;
} wrong[] = {
    {"[]",                                                                 ""              },
    {"{}",                                                                 "/vin"          },
    {"{" GOOD ",\"colour\":1}",                                            "/colour"       },
    {"{" GOOD ",\"Colour \\\"\":1}",                                       ""              },
    {"{" GOOD ",\"total\":\"1.\"}",                                        "/total"        },
    {"{" GOOD ",\"total\":\"1.23456\"}",                                   "/total"        },
    {"{" GOOD ",\"total\":\"1234567890\"}",                                "/total"        },
    {"{" GOOD ",\"total\":1000000000}",                                    "/total"        },
    {"{" GOOD ",\"total\":true}",                                          "/total"        },
    {"{" GOOD ",\"fuel\":\"\"}",                                           "/fuel"         },
    {"{" GOOD ",\"use\":1}",                                               "/use"          },
    {"{" GOOD ",\"works\":[{\"name\":\"a\"},{\"name\":\"\"}]}",            "/works/1/name" },
    {"{" GOOD ",\"parts\":[{\"name\":\"a\",\"brand\":5}]}",                "/parts/0/brand"},
    {"{" GOOD ",\"fees\":[null]}",                                         "/fees/0"       },
    {"{\"vin\":\"x\",\"settled\":\"2024-05-31\",\"settlement_no\":\"-\"}", "/settlement_no"},
};

static void test_the_first_mistake_is_pointed_to(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(wrong); i++) {
        struct repair_fields f;
        struct field_mistake mistake = {0};
        h2o_mem_pool_t pool;

        h2o_mem_init_pool(&pool);
        json_t *record = parsed(wrong[i].record);
        assert_false(repair_fields_read(&pool, record, &f, &mistake));
        assert_string_equal(mistake.pointer, wrong[i].pointer);
        assert_non_null(mistake.english);
        assert_non_null(mistake.chinese);
        json_decref(record);
        h2o_mem_clear_pool(&pool);
    }
}

static void test_a_handle_names_workshop_and_settlement_and_hides_them(void **state)
{
    static const struct keys keys = {
        .key = {[KEY_NUMBER] = {1}, [KEY_RECORD] = {2}}
    };
    char text[REPAIR_HANDLE_TEXT], other[REPAIR_HANDLE_TEXT];
    struct repair_name name, read_back;
    h2o_mem_pool_t pool;

    (void)state;
    h2o_mem_init_pool(&pool);
    name = repair_name_of(&pool, &keys, 42, " A-1 ");
    repair_handle_make(&keys, name, text);
    assert_true(repair_handle_read(&keys, h2o_iovec_init(text, strlen(text)), &read_back));
    assert_memory_equal(&read_back, &name, sizeof(name));
    repair_handle_make(&keys, repair_name_of(&pool, &keys, 42, "A-1"), other);
    assert_string_equal(text, other);
    repair_handle_make(&keys, repair_name_of(&pool, &keys, 43, "A-1"), other);
    assert_string_not_equal(text, other);
    assert_false(repair_handle_read(&keys, h2o_iovec_init(text, strlen(text) - 1), &read_back));
    assert_false(
        repair_handle_read(&keys, h2o_iovec_init("!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!", 32), &read_back));
    h2o_mem_clear_pool(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_member_finds_its_place),
        cmocka_unit_test(test_the_first_mistake_is_pointed_to),
        cmocka_unit_test(test_a_handle_names_workshop_and_settlement_and_hides_them),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
