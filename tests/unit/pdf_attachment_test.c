#include "testing.h"

#include <stdio.h>
#include <stdlib.h>

#include <cairo-pdf.h>
#include <zlib.h>

#include "core/pdf_attachment.h"

#define OBJECT(entries, body) \
    "%PDF-1.4\n1 0 obj\n<< /Type /EmbeddedFile /Subtype /application#2Fjson " entries " >>\nstream\n" body \
    "\nendstream\nendobj\n"

/* As other programs write it, and what is wrong with it. */
/* clang-format off */
static const struct {
    const char *name, *pdf;
    enum pdf_found found;
    const char *file;
} documents[] = {
    {"plain", OBJECT("/Length 2", "{}"), PDF_ATTACHED, "{}"},
    {"a length elsewhere", OBJECT("/Length 7 0 R", "{}"), PDF_ATTACHED, "{}"},
    {"no filter by name", OBJECT("/Filter null /DecodeParms [null] /Length 2", "{}"), PDF_ATTACHED, "{}"},
    {"an empty file", OBJECT("/Length 0", ""), PDF_ATTACHED, ""},
    {"parameters with brackets of all kinds",
     OBJECT("/Params << /CheckSum (\\(>> stream) /Size 2 /A [ << /B <3e3e> >> ] >> /Length 2", "{}"), PDF_ATTACHED,
     "{}"},
    {"no PDF", "{}", PDF_UNREADABLE, NULL},
    {"nothing attached", "%PDF-1.4\n1 0 obj\n<< /Names << /EmbeddedFiles 2 0 R >> >>\nendobj", PDF_NOTHING, NULL},
    {"another kind of file", "%PDF-1.4\n1 0 obj\n<< /Type /EmbeddedFile /Subtype /text#2Fplain /Length 1 >>\nstream\nx\nendstream",
     PDF_NOTHING, NULL},
    {"words on a page", "%PDF-1.4\n(1 0 obj << /Type /EmbeddedFile", PDF_NOTHING, NULL},
    {"no object before it", "%PDF-1.4 /EmbeddedFile", PDF_NOTHING, NULL},
    {"longer than the document", OBJECT("/Length 2000", "{}"), PDF_UNREADABLE, NULL},
    {"a negative length", OBJECT("/Length -2", "{}"), PDF_UNREADABLE, NULL},
    {"no length", OBJECT("", "{}"), PDF_UNREADABLE, NULL},
    {"no end", "%PDF-1.4\n1 0 obj<</Type/EmbeddedFile/Subtype/application#2Fjson/Length 3 0 R>>stream\n{}", PDF_UNREADABLE, NULL},
    {"a filter in a filter", OBJECT("/Filter [/FlateDecode /FlateDecode] /Length 2", "{}"), PDF_UNREADABLE, NULL},
    {"another filter", OBJECT("/Filter /LZWDecode /Length 2", "{}"), PDF_UNREADABLE, NULL},
    {"a predictor", OBJECT("/Filter /FlateDecode /DecodeParms << /Predictor 12 >> /Length 2", "{}"), PDF_UNREADABLE, NULL},
    {"what does not unpack", OBJECT("/Filter /FlateDecode /Length 2", "{}"), PDF_UNREADABLE, NULL},
    {"nested too deep", OBJECT("/Params [[[[[[[[[[[[]]]]]]]]]]]] /Length 2", "{}"), PDF_NOTHING, NULL},
    {"brackets that do not close", OBJECT("/Params << /Length 2", "{}"), PDF_NOTHING, NULL},
    {"the same twice", OBJECT("/Length 2", "{}") OBJECT("/Length 2", "{}"), PDF_ATTACHED, "{}"},
    {"two that differ", OBJECT("/Length 2", "{}") OBJECT("/Length 2", "[]"), PDF_SEVERAL, NULL},
};
/* clang-format on */

static void a_file_is_found_where_it_lies(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < COUNT(documents); i++) {
        size_t length = strlen(documents[i].pdf), found;
        char *pdf = malloc(length),
             *bytes = NULL; /* without an end, so that the sanitizer sees a step too far */
        enum pdf_found result;

        memcpy(pdf, documents[i].pdf, length);
        result = pdf_attached(pdf, length, &bytes, &found);
        if (result != documents[i].found)
            fail_msg("%s: %d", documents[i].name, result);
        if (result == PDF_ATTACHED)
            assert_string_equal(bytes, documents[i].file);
        free(bytes);
        free(pdf);
    }
}

/* A file of so many blanks, packed. */
static char *packed(size_t blanks, size_t *length)
{
    uLongf room = compressBound(blanks);
    char *plain = malloc(blanks), *pdf = malloc(room + 256);
    int head;

    memset(plain, ' ', blanks);
    head = sprintf(
        pdf, "%%PDF-1.4\n1 0 obj<</Type/EmbeddedFile/Subtype/application#2Fjson/Filter[/FlateDecode]/Length "
             "2 0 R>>stream\r\n");
    assert_int_equal(compress((Bytef *)pdf + head, &room, (Bytef *)plain, blanks), Z_OK);
    strcpy(pdf + head + room, "\r\nendstream");
    *length = (size_t)head + room + 11;
    free(plain);
    return pdf;
}

static void what_is_unpacked_is_bounded(void **unused)
{
    static const struct {
        size_t blanks;
        enum pdf_found found;
    } files[] = {
        {1000,                    PDF_ATTACHED },
        {PDF_ATTACHMENT_MOST,     PDF_ATTACHED },
        {PDF_ATTACHMENT_MOST + 1, PDF_TOO_LARGE},
        {100 << 20,               PDF_TOO_LARGE},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(files); i++) {
        size_t length, found;
        char *pdf = packed(files[i].blanks, &length), *bytes = NULL;

        assert_int_equal(pdf_attached(pdf, length, &bytes, &found), files[i].found);
        if (files[i].found == PDF_ATTACHED)
            assert_int_equal(found, files[i].blanks);
        free(bytes);
        free(pdf);
    }
}

static void large_and_busy_documents_are_refused(void **unused)
{
    static const char kind[] = "1 0 obj<</Type /EmbeddedFile>>";
    char *pdf = malloc(PDF_MOST + 1), *bytes;
    size_t found, at = 9;

    (void)unused;
    memset(pdf, ' ', PDF_MOST + 1);
    memcpy(pdf, "%PDF-1.4\n", 9);
    assert_int_equal(pdf_attached(pdf, PDF_MOST, &bytes, &found), PDF_NOTHING);
    assert_int_equal(pdf_attached(pdf, PDF_MOST + 1, &bytes, &found), PDF_TOO_LARGE);
    for (size_t i = 0; i < 65; i++, at += sizeof(kind) - 1)
        memcpy(pdf + at, kind, sizeof(kind) - 1);
    assert_int_equal(pdf_attached(pdf, PDF_MOST, &bytes, &found), PDF_UNREADABLE);
    free(pdf);
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
        cmocka_unit_test(a_file_is_found_where_it_lies),        cmocka_unit_test(what_is_unpacked_is_bounded),
        cmocka_unit_test(large_and_busy_documents_are_refused), cmocka_unit_test(what_is_put_in_comes_out),
        cmocka_unit_test(what_cannot_take_a_file_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
