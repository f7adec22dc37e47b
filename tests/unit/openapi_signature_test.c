#include <string.h>

#include <h2o.h>

#include "testing.h"
#include "endpoints/workshop/v2/fields.h"

static h2o_mem_pool_t pool;

static json_t *message_from(const char *text)
{
    h2o_iovec_t quoted = openapi_quoted(&pool, h2o_iovec_init(text, strlen(text)));
    json_t *message = json_loadb(quoted.base, quoted.len, 0, NULL);

    assert_non_null(message);
    return message;
}

/* Signatures by a second writing of the rule (tests/service/families.py); the first is that of the page. */
static const struct {
    const char *secret, *message, *sign;
    const struct signed_field *fields;
} vectors[] = {
    {"demosecret",
     "{\"appId\":\"demoapp\",\"nonce\":42,\"orderCode\":\"WX0001\",\"payTime\":\"2024-01-02 "
     "03:04:05\",\"timestamp\":\"1700000000000\",\"totalCost\":10.0}",                     "f2ae691c5412234690f33c414476a217", v2_settle_fields},
    {"s3cret",
     "{\"appId\": \"demoapp\", \"nonce\": 7, \"timestamp\": \"1700000000000\", \"vin\": "
     "\"LSVAA4180E2000001\", \"vpn\": \"沪A12345\", \"orderCode\": \"WX0002\", \"repairTime\": \"2024-01-02 "
     "09:15:00\", \"repairMileage\": 12345.0, \"serviceType\": \"小修\", \"fuelType\": \"A\", \"faultDesc\": "
     "\"制动异响\", \"natureOfUse\": \"2\"}",                                          "5bf6f04ff3b6be77a585b76cf69e090b", v2_insert_fields},
    {"s3cret",
     "{\"appId\": \"demoapp\", \"nonce\": 7, \"timestamp\": \"1700000000000\", \"vin\": "
     "\"LSVAA4180E2000001\", \"vpn\": \"沪A12345\", \"orderCode\": \"WX0002\", \"repairTime\": \"2024-01-02 "
     "09:15:00\", \"repairMileage\": 12345.0, \"serviceType\": \"小修\", \"fuelType\": \"A\", "
     "\"requirement\": null, \"faultDesc\": \"制动异响\", \"natureOfUse\": \"2\", \"carPhoto\": null, "
     "\"drivingPermitPhoto\": null}",                                                      "5bf6f04ff3b6be77a585b76cf69e090b", v2_insert_fields},
    {"s3cret",
     "{\"appId\": \"demoapp\", \"nonce\": 7, \"timestamp\": \"1700000000000\", \"vin\": "
     "\"LSVAA4180E2000001\", \"vpn\": \"沪A12345\", \"orderCode\": \"WX0002\", \"repairTime\": \"2024-01-02 "
     "09:15:00\", \"repairMileage\": 12345.0, \"serviceType\": \"小修\", \"fuelType\": \"A\", \"faultDesc\": "
     "\"制动异响\", \"natureOfUse\": \"2\"}",                                          "7783124b03eebacf3a14ee58ae92b003", v2_insert_fields},
    {"s3cret",
     "{\"appId\": \"demoapp\", \"nonce\": \"8+8\", \"timestamp\": \"1700000000000\", \"orderCode\": "
     "\"WX0002\", \"repairProjectList\": [{\"projectName\": \"更换制动片\", \"projectType\": null, "
     "\"workingHours\": 1.5, \"repairPartList\": [{\"partName\": \"制动片\", \"brandName\": null, "
     "\"partType\": null, \"partCode\": \"BP-1\", \"partQty\": 4, \"unit\": \"片\"}]}, {\"projectName\": "
     "\"更换机油\", \"projectType\": null, \"workingHours\": 1.5, \"repairPartList\": [{\"partName\": \"机油 "
     "5W%2B30\", \"brandName\": null, \"partType\": null, \"partCode\": \"BP-1\", \"partQty\": 4, \"unit\": "
     "\"片\"}]}]}",                                                                       "1ba9297d9fb7e249f28b5c2d633697bb", v2_items_fields },
    {"s3cret",
     "{\"appId\": \"demoapp\", \"nonce\": \"8+8\", \"timestamp\": \"1700000000000\", \"orderCode\": "
     "\"WX0002\", \"repairProjectList\": [{\"projectName\": \"更换制动片\", \"workingHours\": 1.5, "
     "\"repairPartList\": [{\"partName\": \"制动片\", \"partCode\": \"BP-1\", \"partQty\": 4, \"unit\": "
     "\"片\"}]}, {\"projectName\": \"更换机油\", \"workingHours\": 1.5, \"repairPartList\": [{\"partName\": "
     "\"机油 5W%2B30\", \"partCode\": \"BP-1\", \"partQty\": 4, \"unit\": \"片\"}]}]}", "1ba9297d9fb7e249f28b5c2d633697bb", v2_items_fields },
};

static void signatures_hold(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < COUNT(vectors); i++) {
        json_t *message = message_from(vectors[i].message);
        assert_true(
            openapi_signature_holds(&pool, message, vectors[i].fields, vectors[i].secret, vectors[i].sign));
        assert_false(openapi_signature_holds(&pool, message, vectors[i].fields, "another", vectors[i].sign));
        json_object_set_new(message, "appId", json_string("another"));
        assert_false(
            openapi_signature_holds(&pool, message, vectors[i].fields, vectors[i].secret, vectors[i].sign));
        json_decref(message);
    }
}

static void the_signature_itself_is_not_signed(void **unused)
{
    json_t *message = message_from("{\"a\":1,\"sign\":\"x\"}");

    (void)unused;
    assert_true(openapi_signature_holds(&pool, message, NULL, "s", "acd5f557e3b8da52b8aaec0623d7725e"));
    json_decref(message);
}

static void numbers_are_quoted_outside_of_text(void **unused)
{
    static const char *const cases[][2] = {
        {"{\"a\":10.0}",                   "{\"a\":\"10.0\"}"                  },
        {"[-1.5e+3,2]",                    "[\"-1.5e+3\",\"2\"]"               },
        {"{\"a\\\"1\":\"2\\\\\",\"b\":3}", "{\"a\\\"1\":\"2\\\\\",\"b\":\"3\"}"},
        {"{\"1\":true,\"b\":null}",        "{\"1\":true,\"b\":null}"           },
        {"",                               ""                                  },
        {"\"\\",                           "\"\\"                              },
        {"7",                              "\"7\""                             },
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        h2o_iovec_t quoted = openapi_quoted(&pool, h2o_iovec_init(cases[i][0], strlen(cases[i][0])));
        assert_int_equal(quoted.len, strlen(cases[i][1]));
        assert_memory_equal(quoted.base, cases[i][1], quoted.len);
    }
}

static void values_are_decoded_as_java_does(void **unused)
{
    static const char *const cases[][2] = {
        {"a+b",         "a b"  },
        {"a%2Bb%25",    "a+b%" },
        {"100%",        "100%" },
        {"%4",          "%4"   },
        {"%zz",         "%zz"  },
        {"%00",         "%00"  }, /* a text ends nowhere else */
        {"%e6%b2%aa+A", "沪 A"},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_string_equal(openapi_decoded(&pool, cases[i][0]), cases[i][1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signatures_hold),
        cmocka_unit_test(the_signature_itself_is_not_signed),
        cmocka_unit_test(numbers_are_quoted_outside_of_text),
        cmocka_unit_test(values_are_decoded_as_java_does),
    };

    h2o_mem_init_pool(&pool);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    h2o_mem_clear_pool(&pool);
    return failed;
}
