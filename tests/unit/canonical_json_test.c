/* canonical_json_test - RFC 8785 as far as we sign it, and refusals where jansson would write otherwise */
#include "testing.h"

#include <h2o.h>

#include "core/canonical_json.h"

static h2o_iovec_t canonical(h2o_mem_pool_t *pool, const char *text)
{
    json_t *value = json_loads(text, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
    h2o_iovec_t bytes;

    assert_non_null(value);
    bytes = canonical_json(pool, value);
    json_decref(value);
    return bytes;
}

/* From the RFC and from the test data of its author (json-canonicalization/testdata), what has no fractions,
 * no names beyond ASCII and no control characters. */
static void what_is_allowed_is_written_as_the_standard_does(void **unused)
{
    static const struct {
        const char *given, *canonical;
    } vectors[] = {
        {"[ 56, {\"d\": true, \"10\": null, \"1\": [ ] } ]",                                                  "[56,{\"1\":[],\"10\":null,\"d\":true}]"     },
        {"{\"Unnormalized Unicode\":\"A\\u030a\"}",                                                           "{\"Unnormalized Unicode\":\"A\xcc\x8a\"}"   },
        {"{ \"literals\": [null, true, false], \"string\": \"\\u20ac$A'\\u0042\\u0022\\u005c\\\\\\\"\\/\" }",
         "{\"literals\":[null,true,false],\"string\":\"\xe2\x82\xac$A'B\\\"\\\\\\\\\\\"/\"}"                                                               },
        {"{\"b\":1,\"B\":2,\"a\":3,\"A\":4,\"_\":5,\"1\":6,\"\":7}",
         "{\"\":7,\"1\":6,\"A\":4,\"B\":2,\"_\":5,\"a\":3,\"b\":1}"                                                                                        },
        {"{\"aa\":1,\"a\":2,\"a!\":3}",                                                                       "{\"a\":2,\"a!\":3,\"aa\":1}"                },
        {"[-0,0,-1,9007199254740991,-9007199254740991]",                                                      "[0,0,-1,9007199254740991,-9007199254740991]"},
        {"\"\\ud83d\\ude02\\u2028\\u007f\"",                                                                  "\"\xf0\x9f\x98\x82\xe2\x80\xa8\x7f\""       },
    };
    h2o_mem_pool_t pool;

    (void)unused;
    h2o_mem_init_pool(&pool);
    for (size_t i = 0; i < COUNT(vectors); i++) {
        h2o_iovec_t bytes = canonical(&pool, vectors[i].given);

        assert_non_null(bytes.base);
        assert_string_equal(bytes.base, vectors[i].canonical);
    }
    h2o_mem_clear_pool(&pool);
}

static void what_jansson_writes_otherwise_is_refused(void **unused)
{
    static const char *const refused[] = {
        "1.0",
        "[1.5]",
        "{\"a\":{\"b\":[1e2]}}",
        "-0.0",
        "9007199254740992",
        "-9007199254740992",
        "\"\\u000f\"",
        "\"\\n\"",
        "\"a\\u0000b\"",
        "{\"\\u00e9\":1}",
        "{\"\\n\":1}",
        "{\"a\":[{\"\\ud83d\\ude02\":1}]}",
        "[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]",
    };
    h2o_mem_pool_t pool;

    (void)unused;
    h2o_mem_init_pool(&pool);
    for (size_t i = 0; i < COUNT(refused); i++)
        if (canonical(&pool, refused[i]).base != NULL)
            fail_msg("%s is signed", refused[i]);
    assert_null(canonical_json(&pool, NULL).base);
    h2o_mem_clear_pool(&pool);
}

static void a_name_that_stands_twice_is_not_read(void **unused)
{
    static const char *const wrong[] = {"{\"a\":1,\"a\":1}",        "{\"a\":1}x", "[]", "1", "",
                                        "{\"a\":{\"b\":1,\"b\":2}}"};

    (void)unused;
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_null(canonical_json_read(wrong[i], strlen(wrong[i])));
    json_t *good = canonical_json_read(" {\"a\": 1} ", 10);
    assert_non_null(good);
    json_decref(good);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_allowed_is_written_as_the_standard_does),
        cmocka_unit_test(what_jansson_writes_otherwise_is_refused),
        cmocka_unit_test(a_name_that_stands_twice_is_not_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
