/* Forms with files: what is taken, and what many parts, large heads and long fields come to. */
#include "testing.h"

#include <stdlib.h>

#include "../fuzz/target.h"
#include "core/date.h"
#include "http/form.h"
#include "http/multipart.h"

#define FIELD "Content-Disposition: form-data; name=\"f\"\r\n\r\n"
#define TYPE  "multipart/form-data; boundary=b"

static struct exchange *x;

static void read_form(const char *type, const char *body, size_t length)
{
    x->parts = NULL;
    x->req->headers.size = 0;
    h2o_add_header(&x->req->pool, &x->req->headers, H2O_TOKEN_CONTENT_TYPE, NULL, type, strlen(type));
    x->req->entity = h2o_iovec_init(body, length);
    multipart_read(x);
}

/* clang-format off */
static const struct {
    const char *type, *body;
    const char *field; /* NULL: the form is not understood */
} forms[] = {
    {TYPE, "--b\r\n" FIELD "1\r\n--b--\r\n", "1"},
    {TYPE, "--b\r\n" FIELD "\r\n--b--", ""},
    {TYPE, "--b \t\r\n" FIELD "1\r\n--b--behind", "1"},
    {TYPE, "--b\r\nX: y\r\ncontent-DISPOSITION:form-data;name=f\r\n\r\n1\r\n--b--\r\n", "1"},
    {TYPE, "--b\r\n" FIELD "--b\n--b\r--b\r\n-- b\r\n--b--", NULL}, /* of two lines: no field of one */
    {TYPE, "--b\r\n" FIELD "a --b-- \xe6\xb2\xaa\r\n--b--\r\n", "a --b-- \xe6\xb2\xaa"},
    {"Multipart/Form-Data;charset=utf-8; boundary=\"b c\"", "--b c\r\n" FIELD "1\r\n--b c--\r\n", "1"},
    {"multipart/form-data", "--b\r\n" FIELD "1\r\n--b--\r\n", NULL},
    {"multipart/form-data; boundary=", "--\r\n" FIELD "1\r\n----\r\n", NULL},
    {"multipart/mixed; boundary=b", "--b\r\n" FIELD "1\r\n--b--\r\n", NULL},
    {TYPE, "--b\n" FIELD "1\r\n--b--\r\n", NULL},
    {TYPE, "--bb\r\n" FIELD "1\r\n--b--\r\n", NULL},
    {TYPE, "--b\r\n" FIELD "1\r\n", NULL},
    {TYPE, "--b\r\n" FIELD "1\r\n--b", NULL},
    {TYPE, "--b\r\n" FIELD "1\r\n--bb\r\n--b--", NULL},
    {TYPE, "--b\r\n\r\n1\r\n--b--\r\n", NULL},
    {TYPE, "--b\r\nContent-Disposition: form-data\r\n\r\n1\r\n--b--\r\n", NULL},
    {TYPE, "--b\r\nContent-Disposition: form-data; name=g\r\n" FIELD "1\r\n--b--\r\n", NULL}, /* which? */
    {TYPE, "--b--\r\n", NULL},
    {TYPE, "", NULL},
};
/* clang-format on */

static void a_form_is_divided_or_not_understood(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < COUNT(forms); i++) {
        read_form(forms[i].type, forms[i].body, strlen(forms[i].body));
        const char *field = x->parts == NULL ? NULL : body_field(x, "f");

        if (forms[i].field == NULL ? field != NULL : field == NULL || strcmp(field, forms[i].field) != 0)
            fail_msg("row %zu: %s", i, forms[i].body);
    }
}

static void files_lie_in_the_body(void **unused)
{
    static const char body[] =
        "--b\r\nContent-Disposition: form-data; name=\"p\"; filename=\"\"\r\n"
        "Content-Type: image/png\r\n\r\n\0\r\n\r\n--\r\n--b\r\n" FIELD "1\r\n--b--\r\n";

    (void)unused;
    read_form(TYPE, body, sizeof(body) - 1);
    h2o_iovec_t file = multipart_file(x, "p");
    assert_true(h2o_memis(file.base, file.len, H2O_STRLIT("\0\r\n\r\n--")));
    assert_true(file.base > body && file.base < body + sizeof(body));
    assert_int_equal(multipart_file(x, "f").len, 0);
    assert_null(body_field(x, "p"));
}

/* The text so many times, then the end. */
static size_t repeat(char *body, const char *text, size_t times, const char *end)
{
    char *at = body;

    for (size_t i = 0; i < times; i++)
        at = stpcpy(at, text);
    return (size_t)(stpcpy(at, end) - body);
}

static void many_parts_are_not_made(void **unused)
{
    enum { BOMB = 1000000 };
    static char body[8 * BOMB];

    (void)unused;
    for (size_t count = PARTS_MOST; count <= PARTS_MOST + 1; count++) {
        read_form(TYPE, body, repeat(body, "--b\r\n" FIELD "1\r\n", count, "--b--"));
        assert_int_equal(x->parts != NULL, count == PARTS_MOST);
    }
    assert_null(body_field(x, "f")); /* given more than once */
    int64_t began = clock_monotonic();
    read_form(TYPE, body, repeat(body, "--b\n\n", BOMB, ""));
    assert_null(x->parts);
    read_form(TYPE, body, repeat(body, "--b\r\n\r\n", BOMB, "--b--"));
    assert_null(x->parts);
    assert_true(clock_monotonic() - began < 1000000000);
}

static void heads_and_fields_are_bounded(void **unused)
{
    enum { LINES = 1024, TEXT = 64 * 1024, LINE = 4096 };
    static char body[2 * TEXT], line[LINES];

    (void)unused;
    for (size_t length = 900; length <= 1000; length += 100) {
        memset(line, 'x', length);
        strcpy(line + length, "\r\n");
        size_t head = (size_t)(stpcpy(stpcpy(stpcpy(body, "--b\r\n"), line), FIELD "1\r\n--b--") - body);
        read_form(TYPE, body, head);
        assert_int_equal(x->parts != NULL, length == 900);
    }
    const struct {
        size_t length;
        bool field, text;
    } rows[] = {
        {LINE,     true,  true },
        {LINE + 1, false, true },
        {TEXT,     false, true },
        {TEXT + 1, false, false}
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char *end = stpcpy(body, "--b\r\n" FIELD);
        memset(end, 'v', rows[i].length);
        end = stpcpy(end + rows[i].length, "\r\n--b--");
        read_form(TYPE, body, (size_t)(end - body));
        assert_int_equal(body_field(x, "f") != NULL, rows[i].field);
        assert_int_equal(body_text(x, "f") != NULL, rows[i].text);
    }
}

static int begin(void **unused)
{
    (void)unused;
    multipart_init();
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
        cmocka_unit_test(a_form_is_divided_or_not_understood),
        cmocka_unit_test(files_lie_in_the_body),
        cmocka_unit_test(many_parts_are_not_made),
        cmocka_unit_test(heads_and_fields_are_bounded),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
