#include "testing.h"

#include "../fuzz/target.h"
#include "http/cookie.h"

static void add(struct exchange *x, const h2o_token_t *token, const char *value)
{
    if (value != NULL)
        h2o_add_header(&x->req->pool, &x->req->headers, token, NULL, value, strlen(value));
}

/* clang-format off */
static const struct {
    const char *first, *second, *found; /* NULL: none */
} cases[] = {
    {"s=abc", NULL, "abc"},
    {"a=b; s=abc; c=d", NULL, "abc"},
    {"a=b;s=abc", NULL, "abc"},
    {"a=b;   s=abc", NULL, "abc"},
    {"s=", NULL, ""},
    {"s=a=b", NULL, "a=b"},
    {"a=b", "s=abc", "abc"},
    {"s=1; s=2", NULL, NULL},
    {"s=1", "s=1", NULL},
    {"s=1; s=", NULL, NULL},
    {"xs=abc", NULL, NULL},
    {"S=abc", NULL, NULL},
    {"s", NULL, NULL},
    {"ss=abc", NULL, NULL},
    {"", NULL, NULL},
    {";;; ;", NULL, NULL},
    {NULL, NULL, NULL},
};

static const struct {
    const char *cookie, *accepted, *language;
} languages[] = {
    {NULL, NULL, "zh"},
    {NULL, "zh-CN,zh;q=0.9,en;q=0.8", "zh"},
    {NULL, "en-GB,en;q=0.9,zh;q=0.8", "en"},
    {NULL, "EN, zh;q=0.5", "en"},
    {NULL, "fr, zh;q=0.5", "zh"},
    {NULL, "fr", "en"},
    {NULL, "*", "zh"},
    {NULL, "fren", "en"},
    {"lang=en", "zh", "en"},
    {"lang=zh", "en", "zh"},
    {"lang=de", "zh", "zh"},
    {"lang=en; lang=en", "zh", "zh"},
};
/* clang-format on */

static void a_cookie_is_found_once_or_not_at_all(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct exchange *x = target_begin();

        add(x, H2O_TOKEN_COOKIE, cases[i].first);
        add(x, H2O_TOKEN_COOKIE, cases[i].second);
        h2o_iovec_t found = cookie_find(x, "s");
        if (cases[i].found == NULL
                ? found.base != NULL
                : !h2o_memis(found.base, found.len, cases[i].found, strlen(cases[i].found)))
            fail_msg("row %zu", i);
        target_end(x);
    }
}

static void the_language_is_chosen_or_accepted(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < COUNT(languages); i++) {
        struct exchange *x = target_begin();

        add(x, H2O_TOKEN_COOKIE, languages[i].cookie);
        add(x, H2O_TOKEN_ACCEPT_LANGUAGE, languages[i].accepted);
        if (strcmp(language_of(x), languages[i].language) != 0)
            fail_msg("row %zu: %s", i, language_of(x));
        target_end(x);
    }
}

static void without_a_request_there_is_no_cookie(void **unused)
{
    struct exchange *x = target_begin();
    h2o_req_t *req = x->req;

    (void)unused;
    x->req = NULL;
    assert_null(cookie_find(x, "s").base);
    assert_string_equal(language_of(x), "zh");
    x->req = req;
    target_end(x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cookie_is_found_once_or_not_at_all),
        cmocka_unit_test(the_language_is_chosen_or_accepted),
        cmocka_unit_test(without_a_request_there_is_no_cookie),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
