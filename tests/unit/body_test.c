#include "testing.h"

#include <stdlib.h>

#include "../fuzz/target.h"
#include "http/body.h"
#include "http/form.h"

static struct exchange *x;

enum taking { REFUSED, LENIENT, STRICT }; /* strict includes lenient */

/* clang-format off */
static const struct {
    const char *text;
    enum taking taking;
} cases[] = {
    {"{\"vin\":\"LSVAA4182E2184847\"}", STRICT},
    {"[]", STRICT},
    {"\"x\"", REFUSED},
    {"{\"a\":1,\"a\":1}", LENIENT},
    {"{\"a\":1,\"A\":1}", STRICT},
    {"[\"\\ud83d\\ude97\"]", STRICT},
    {"[\"\\ud83d\"]", REFUSED},
    {"[\"\\ude97\\ud83d\"]", REFUSED},
    {"[1e308]", STRICT},
    {"[1e400]", REFUSED},
    {"[-1e400]", REFUSED},
    {"[9223372036854775807]", STRICT},
    {"[9223372036854775808]", REFUSED},
    {"[\"\\u0000\"]", REFUSED},
    {"{\"\\u0000\":1}", REFUSED},
    {"[\"\xff\"]", REFUSED},
    {"[\"\xc0\x80\"]", REFUSED},
    {"[\"\xed\xa0\x80\"]", REFUSED},
    {"[1] x", REFUSED},
    {"[1]]", REFUSED},
    {"[1,]", REFUSED},
    {"[01]", REFUSED},
    {"[NaN]", REFUSED},
    {"", REFUSED},
    {"\xef\xbb\xbf[]", LENIENT},
    {"\xef\xbb\xbf\xef\xbb\xbf[]", REFUSED},
    {"\xef\xbb\xbf", REFUSED},
    {"\xef\xbb", REFUSED},
};
/* clang-format on */

static void json_is_taken_or_refused(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        h2o_iovec_t text = h2o_iovec_init(cases[i].text, strlen(cases[i].text));
        json_t *value = NULL;

        if (failed(body_json(x, text, false, &value)) != (cases[i].taking != STRICT) ||
            failed(body_json(x, text, true, &value)) != (cases[i].taking == REFUSED))
            fail_msg("row %zu: %s", i, cases[i].text);
    }
    json_t *value = NULL;
    assert_int_equal(body_json(x, h2o_iovec_init("[\"a\0b\"]", 7), true, &value), FAULT_BODY_MALFORMED);
    assert_null(value);
}

static bool takes(const char *open, const char *close, long times)
{
    char *text = calloc((size_t)times + 2, strlen(open) + strlen(close) + 1), *end = text;
    json_t *value;

    exchange_adopt(x, text, free);
    for (long i = 0; i < times; i++)
        end = stpcpy(end, open);
    end = stpcpy(end, "1");
    for (long i = 0; i < times; i++)
        end = stpcpy(end, close);
    return !failed(body_json(x, h2o_iovec_init(text, (size_t)(end - text)), false, &value));
}

static void depth_and_values_are_bounded(void **unused)
{
    const struct settings *s = target_settings();
    char *flat = calloc((size_t)s->json_values, 2);
    json_t *value;

    (void)unused;
    assert_true(takes("[", "]", s->json_depth));
    assert_false(takes("[", "]", s->json_depth + 1));
    assert_true(takes("{\"k\":", "}", s->json_depth));
    assert_false(takes("{\"k\":", "}", s->json_depth + 1));
    exchange_adopt(x, flat, free);
    memset(flat, '1', (size_t)s->json_values * 2 - 2);
    flat[0] = '[';
    for (long i = 2; i < s->json_values * 2 - 2; i += 2)
        flat[i] = ',';
    flat[s->json_values * 2 - 2] = ']';
    assert_false(failed(body_json(x, h2o_iovec_init(flat, strlen(flat)), false, &value)));
    assert_int_equal(json_array_size(value), s->json_values - 1);
    flat[s->json_values * 2 - 2] = ','; /* the bound stands even before what is not JSON */
    assert_true(failed(body_json(x, h2o_iovec_init(flat, strlen(flat)), false, &value)));
    char quoted[128] = "[\"";
    memset(quoted + 2, '[', 100);
    memcpy(quoted + 2, "\\\"", 2); /* an escaped quote does not end it */
    strcpy(quoted + 102, "\"]");
    assert_false(failed(body_json(x, h2o_iovec_init(quoted, strlen(quoted)), false, &value)));
}

/* clang-format off */
static const struct {
    const char *body, *field; /* NULL: refused */
} forms[] = {
    {"f=1", "1"},
    {"a=2&f=1&b=3", "1"},
    {"f=", ""},
    {"f=%E6%B2%AA+A%2b1", "沪 A+1"},
    {"f=a=b", "a=b"},
    {"f=1&f=1", NULL},
    {"ff=1", NULL},
    {"F=1", NULL},
    {"f", NULL},
    {"", NULL},
    {"f=%4", NULL},
    {"f=%", NULL},
    {"f=%zz", NULL},
    {"f=%00", NULL},
    {"f=%0a", NULL},
    {"f=%7f", NULL},
    {"f=%ff", NULL},
    {"f=%ed%a0%80", NULL},
    {"f=%41", "A"},
};
/* clang-format on */

static void fields_of_forms_are_clean_text(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < COUNT(forms); i++) {
        x->req->entity = h2o_iovec_init(forms[i].body, strlen(forms[i].body));
        const char *field = body_field(x, "f");

        if (forms[i].field == NULL ? field != NULL : field == NULL || strcmp(field, forms[i].field) != 0)
            fail_msg("row %zu: %s", i, forms[i].body);
    }
}

/* clang-format off */
static const struct {
    const char *body;
    size_t count;
    int64_t number[3];
} ticked[] = {
    {"f=1&f=22&f=333", 3, {1, 22, 333}},
    {"a=9&f=1&ff=2&b=f&f=3", 2, {1, 3}},
    {"f=1&f=2&f=3&f=4", 3, {1, 2, 3}}, /* no more than there is room for */
    {"f=&f=x&f=-1&f=1x&f=%31&f=7", 1, {7}},
    {"f=999999999999999999&f=9999999999999999999&f", 1, {999999999999999999}},
    {"f", 0, {0}},
    {"", 0, {0}},
};
/* clang-format on */

static void a_field_may_be_many_numbers(void **unused)
{
    int64_t number[3];

    (void)unused;
    for (size_t i = 0; i < COUNT(ticked); i++) {
        x->req->entity = h2o_iovec_init(ticked[i].body, strlen(ticked[i].body));
        size_t count = body_numbers(x, "f", number, 3);

        if (count != ticked[i].count || memcmp(number, ticked[i].number, count * sizeof(number[0])) != 0)
            fail_msg("row %zu: %s", i, ticked[i].body);
    }
}

static int begin(void **unused)
{
    (void)unused;
    x = target_begin();
    return 0;
}

static int end(void **unused)
{
    (void)unused;
    target_end(x);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_is_taken_or_refused),
        cmocka_unit_test(depth_and_values_are_bounded),
        cmocka_unit_test(fields_of_forms_are_clean_text),
        cmocka_unit_test(a_field_may_be_many_numbers),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
