#include "testing.h"

#include <stdio.h>
#include <stdlib.h>

#include <cairo-pdf.h>
#include <jansson.h>
#include <zlib.h>

#include "core/pdf_attachment.h"

/* The table that tests/unit/verify/pdf_test.mjs goes through as well: both readers find the same in them. */
static json_t *load_table(const char *name)
{
    char path[512];
    json_t *table;

    snprintf(path, sizeof(path), "%s/tests/unit/verify/%s", getenv("CHEDANG_HOME"), name);
    table = json_load_file(path, 0, NULL);
    assert_non_null(table);
    return table;
}

struct document {
    char *bytes;
    size_t length;
};

static void add(struct document *d, const void *bytes, size_t length)
{
    d->bytes = realloc(d->bytes, d->length + length + 1);
    memcpy(d->bytes + d->length, bytes, length);
    d->length += length;
}

static void add_object(struct document *d, const char *entries, const void *body, size_t length)
{
    char head[16384];
    int written =
        snprintf(head, sizeof(head),
                 "1 0 obj\n<< /Type /EmbeddedFile /Subtype /application#2Fjson %s >>\nstream\n", entries);

    assert_true((size_t)written < sizeof(head));
    add(d, head, (size_t)written);
    add(d, body, length);
    add(d, "\nendstream\nendobj\n", 18);
}

/* One letter as often as is said, packed or plain. */
static void add_repeated(struct document *d, const json_t *part)
{
    const char *packed = json_string_value(json_object_get(part, "packed")),
               *letters = packed != NULL ? packed : json_string_value(json_object_get(part, "plain"));
    json_int_t times = json_integer_value(json_object_get(part, "times"));
    size_t length = strlen(letters) * (size_t)(times == 0 ? 1 : times);
    uLongf room = compressBound(length);
    char *plain = malloc(length), *body = malloc(room), entries[64];

    for (size_t at = 0; at < length; at += strlen(letters))
        memcpy(plain + at, letters, strlen(letters));
    if (packed != NULL) {
        assert_int_equal(compress((Bytef *)body, &room, (Bytef *)plain, length), Z_OK);
        room -= (uLongf)json_integer_value(json_object_get(part, "cut"));
    } else {
        room = length;
        memcpy(body, plain, length);
    }
    snprintf(entries, sizeof(entries), "%s/Length %lu", packed == NULL ? "" : "/Filter /FlateDecode ", room);
    add_object(d, entries, body, room);
    free(plain);
    free(body);
}

static void add_part(struct document *d, const json_t *part)
{
    const json_t *entries = json_object_get(part, "object"), *blanks = json_object_get(part, "blanks");

    if (json_is_string(part)) {
        add(d, json_string_value(part), json_string_length(part));
    } else if (entries != NULL) {
        const json_t *body = json_object_get(part, "body");

        add_object(d, json_string_value(entries), json_string_value(body), json_string_length(body));
    } else if (blanks != NULL) {
        size_t length = (size_t)json_integer_value(blanks);
        char *space = malloc(length);

        memset(space, ' ', length);
        add(d, space, length);
        free(space);
    } else {
        add_repeated(d, part);
    }
}

static const char *const found_words[] = {[PDF_ATTACHED] = "attached",
                                          [PDF_NOTHING] = "nothing",
                                          [PDF_SEVERAL] = "several",
                                          [PDF_TOO_LARGE] = "too_large",
                                          [PDF_UNREADABLE] = "unreadable"};

static void look_into(const json_t *row)
{
    const char *name = json_string_value(json_object_get(row, "name"));
    const json_t *parts = json_object_get(row, "pdf"), *file = json_object_get(row, "file");
    struct document d = {NULL, 0};
    char *pdf, *bytes = NULL;
    size_t found;
    enum pdf_found result;

    for (size_t i = 0; i < json_array_size(parts); i++)
        add_part(&d, json_array_get(parts, i));
    pdf = malloc(d.length); /* without an end, so that the sanitizer sees a step too far */
    memcpy(pdf, d.bytes, d.length);
    result = pdf_attached(pdf, d.length, &bytes, &found);
    if (strcmp(found_words[result], json_string_value(json_object_get(row, "found"))) != 0)
        fail_msg("%s: %s", name, found_words[result]);
    if (result == PDF_ATTACHED && file != NULL)
        assert_string_equal(bytes, json_string_value(file));
    else if (result == PDF_ATTACHED)
        assert_int_equal(found, PDF_ATTACHMENT_MOST);
    free(bytes);
    free(pdf);
    free(d.bytes);
}

static void a_file_is_found_where_it_lies(void **unused)
{
    json_t *table = load_table("pdf_cases.json");

    (void)unused;
    assert_true(json_array_size(table) > 50);
    for (size_t i = 0; i < json_array_size(table); i++)
        look_into(json_array_get(table, i));
    json_decref(table);
}

/* Browsers refuse that too; node does not, so it is not in the table. */
static void nothing_stands_behind_what_is_packed(void **unused)
{
    struct document d = {NULL, 0};
    Bytef packed[64];
    uLongf length = sizeof(packed) - 1;
    char *bytes;
    size_t found;

    (void)unused;
    assert_int_equal(compress(packed, &length, (const Bytef *)"{}", 2), Z_OK);
    packed[length] = 'x';
    add(&d, "%PDF-1.4\n", 9);
    add_object(&d, "/Filter /FlateDecode /Length 11", packed, length + 1);
    assert_int_equal(length + 1, 11);
    assert_int_equal(pdf_attached(d.bytes, d.length, &bytes, &found), PDF_UNREADABLE);
    free(d.bytes);
}

static void what_the_fuzz_target_keeps_is_read_alike(void **unused)
{
    json_t *table = load_table("pdf_corpus.json"), *value;
    const char *name;

    (void)unused;
    json_object_foreach(table, name, value)
    {
        char path[512], *bytes = NULL, pdf[65536];
        size_t length, found;
        enum pdf_found result;
        FILE *file;

        snprintf(path, sizeof(path), "%s/tests/fuzz/corpus/pdf/%s", getenv("CHEDANG_HOME"), name);
        file = fopen(path, "rb");
        assert_non_null(file);
        length = fread(pdf, 1, sizeof(pdf), file);
        fclose(file);
        result = pdf_attached(pdf, length, &bytes, &found);
        free(bytes);
        if (strcmp(result == PDF_ATTACHED  ? "attached"
                   : result == PDF_NOTHING ? "nothing"
                                           : "refused",
                   json_string_value(value)) != 0)
            fail_msg("%s: %s", name, found_words[result]);
    }
    json_decref(table);
}

struct written {
    char bytes[65536];
    size_t length;
};

static cairo_status_t keep(void *closure, const unsigned char *bytes, unsigned length)
{
    struct written *w = closure;

    assert_true(w->length + length <= sizeof(w->bytes));
    memcpy(w->bytes + w->length, bytes, length);
    w->length += length;
    return CAIRO_STATUS_SUCCESS;
}

static void write_page(struct written *w)
{
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(keep, w, 100, 100);
    cairo_t *cairo;

    cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_4);
    cairo = cairo_create(surface);
    cairo_rectangle(cairo, 10, 10, 20, 20);
    cairo_fill(cairo);
    cairo_destroy(cairo);
    cairo_surface_finish(surface);
    cairo_surface_destroy(surface);
}

static void what_is_put_in_comes_out(void **unused)
{
    static const char credential[] = "{\"a\": \"endstream /EmbeddedFile\"}";
    static struct written w;
    struct pdf_attachment file = {"chedang-ABCDE.json", credential, sizeof(credential) - 1};
    size_t length, found;
    char *pdf, *bytes;

    (void)unused;
    write_page(&w);
    pdf = pdf_attach(w.bytes, w.length, "kk", &file, &length);
    assert_non_null(pdf);
    assert_memory_equal(pdf, w.bytes, w.length);
    assert_int_equal(pdf_attached(pdf, length, &bytes, &found), PDF_ATTACHED);
    assert_int_equal(found, file.length);
    assert_memory_equal(bytes, credential, found);
    free(bytes);
    /* Cut anywhere: never more than what was put in, and mostly nothing. */
    for (size_t cut = 0; cut < length; cut++) {
        enum pdf_found result = pdf_attached(pdf, cut, &bytes, &found);

        if (result == PDF_ATTACHED) {
            assert_memory_equal(bytes, credential, file.length);
            free(bytes);
        }
    }
    free(pdf);
}

static void what_cannot_take_a_file_is_refused(void **unused)
{
    static struct written w;
    struct pdf_attachment file = {"a(b).json", "{}", 2};
    size_t length;

    (void)unused;
    write_page(&w);
    assert_null(pdf_attach(w.bytes, w.length, "en", &file, &length));
    file.name = "a.json";
    assert_null(pdf_attach(w.bytes, w.length, "e)n", &file, &length));
    for (size_t cut = 0; cut + 8 < w.length; cut++) {
        char *pdf = pdf_attach(w.bytes, cut, "en", &file, &length);

        assert_null(pdf);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_found_where_it_lies),
        cmocka_unit_test(nothing_stands_behind_what_is_packed),
        cmocka_unit_test(what_the_fuzz_target_keeps_is_read_alike),
        cmocka_unit_test(what_is_put_in_comes_out),
        cmocka_unit_test(what_cannot_take_a_file_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
