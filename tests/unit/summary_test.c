#include "testing.h"

#include <stdlib.h>

#include <h2o.h>
#include <jansson.h>

#include "core/json_text.h"
#include "render/summary.h"

static h2o_mem_pool_t pool;

static json_t *parsed(h2o_iovec_t text)
{
    json_error_t error;
    json_t *value = json_loadb(text.base, text.len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);

    if (value == NULL)
        fail_msg("%s in %.*s", error.text, (int)text.len, text.base);
    return value;
}

static void every_text_comes_back_as_it_was(void **unused)
{
    static const char *const texts[] = {
        "",          "plain",     "\"", "\\", "\\\"\\", "\n\t\r\b\f\x01\x1f\x7f", "沪A·12345 车档",
        "</script>", "a\"b\\c\nd"};

    (void)unused;
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct json_text t = json_text_new(&pool, 1);
        json_t *value;

        json_string_put(&t, texts[i]);
        value = parsed(json_text_bytes(&t));
        assert_string_equal(json_string_value(value), texts[i]);
        json_decref(value);
    }
}

static void every_number_comes_back_as_it_was(void **unused)
{
    static const long numbers[] = {0, 1, -1, 9, 10, 999999, -1234567890, INT64_MAX, INT64_MIN};

    (void)unused;
    for (size_t i = 0; i < COUNT(numbers); i++) {
        struct json_text t = json_text_new(&pool, 1);

        json_number_put(&t, numbers[i]);
        json_raw(&t, "\n");
        h2o_iovec_t text = json_text_bytes(&t);
        assert_int_equal(strtol(text.base, NULL, 10), numbers[i]);
    }
}

static void a_summary_is_the_document_that_it_should_be(void **unused)
{
    static const char expected[] =
        "{\"vehicle\":{\"vin\":\"LSV**********0005\",\"maker\":{\"zh\":\"上汽大众\",\"en\":\"SAIC "
        "\\\"VW\\\"\"},\"model_year\":2014,"
        "\"first_registered\":\"2020-01\"},\"odometer\":{\"verdict\":\"inconsistent\",\"reasons\":[\"lower_"
        "reading_"
        "confirmed\"],\"readings\":2},"
        "\"statements\":{\"structure\":\"none recorded\",\"flood\":\"recorded\",\"fire\":\"none "
        "recorded\",\"airbag\":\"none recorded\","
        "\"traction_battery\":\"none recorded\",\"drive_unit\":\"none "
        "recorded\",\"odometer_replaced\":\"none recorded\"},"
        "\"record_count\":2,\"disputes\":1,\"coverage\":{\"status\":\"recorded\",\"collected_since\":null},"
        "\"warnings\":[\"vin_check_digit\"],\"records\":[{\"month\":\"2024-03\",\"province\":\"310000\","
        "\"workshop_class\":2,"
        "\"odometer_km\":86000,\"works\":[\"oil\",\"filters\"],\"parts\":[],\"signals\":[\"flood\"],"
        "\"disputed\":true},"
        "{\"month\":null,\"province\":null,\"workshop_class\":null,\"odometer_km\":null,\"works\":[],"
        "\"parts\":[],"
        "\"signals\":[],\"disputed\":false}]}\n";
    struct view_record records[] = {
        {.settled_on = {2024, 3, 1},
         .region = "310000",
         .workshop_class = 2,
         .odometer_km = 86000,
         .works_coded = CODE_BIT(WORK_OIL) | CODE_BIT(WORK_FILTERS),
         .signals = CODE_BIT(SIGNAL_FLOOD),
         .disputed = true},
        {.odometer_km = -1       },
    };
    struct view view = {
        .vin = "LSV**********0005",
        .maker_zh = "上汽大众",
        .maker_en = "SAIC \"VW\"",
        .model_year = 2014,
        .check_digit_warning = true,
        .first_registered = {2020,                                1, 1},
        .verdict = { .class = VERDICT_INCONSISTENT,
                             .reasons = {REASON_LOWER_CONFIRMED},
                             .reason_count = 1,
                             .readings = 2},
        .signals = CODE_BIT(SIGNAL_FLOOD),
        .disputes = 1,
        .records = records,
        .count = 2,
        .total = 2
    };

    (void)unused;
    h2o_iovec_t text = render_summary(&pool, &view);
    char *copy = strndup(text.base, text.len);
    assert_string_equal(copy, expected);
    free(copy);
    json_decref(parsed(text));
}

static int open_pool(void **unused)
{
    (void)unused;
    h2o_mem_init_pool(&pool);
    return 0;
}

static int close_pool(void **unused)
{
    (void)unused;
    h2o_mem_clear_pool(&pool);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_text_comes_back_as_it_was),
        cmocka_unit_test(every_number_comes_back_as_it_was),
        cmocka_unit_test(a_summary_is_the_document_that_it_should_be),
    };
    return cmocka_run_group_tests(tests, open_pool, close_pool);
}
