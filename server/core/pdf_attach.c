#include "core/pdf_attachment.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

/* Where things lie in what cairo wrote. */
struct cairo_pdf {
    const char *bytes;
    size_t length;
    const char *catalog; /* its entries, without the brackets */
    int catalog_length;
    unsigned long size, root, info, previous;
};

static const char *last_of(const char *bytes, size_t length, const char *word)
{
    size_t word_length = strlen(word);

    for (size_t at = length; at >= word_length; at--)
        if (memcmp(bytes + at - word_length, word, word_length) == 0)
            return bytes + at;
    return NULL;
}

/* The number behind a word, both before `to`. */
static bool number_after(const char *from, const char *to, const char *word, unsigned long *number)
{
    const char *at = memmem(from, (size_t)(to - from), word, strlen(word));

    if (at == NULL)
        return false;
    for (at += strlen(word); at < to && (*at == ' ' || *at == '\n'); at++)
        ;
    for (*number = 0; at < to && *at >= '0' && *at <= '9' && *number < 1000000000; at++)
        *number = *number * 10 + (unsigned long)(*at - '0');
    return *number > 0 && at < to;
}

static bool find_trailer(struct cairo_pdf *p)
{
    const char *trailer = last_of(p->bytes, p->length, "trailer");
    const char *end = last_of(p->bytes, p->length, "%%EOF");

    return trailer != NULL && end != NULL && trailer < end && number_after(trailer, end, "/Size", &p->size) &&
           number_after(trailer, end, "/Root", &p->root) && number_after(trailer, end, "/Info", &p->info) &&
           number_after(trailer, end, "startxref", &p->previous);
}

static bool find_catalog(struct cairo_pdf *p)
{
    const char *end = p->bytes + p->length, *begin, *close;
    char head[32];

    snprintf(head, sizeof(head), "\n%lu 0 obj\n<<", p->root);
    begin = memmem(p->bytes, p->length, head, strlen(head));
    if (begin == NULL)
        return false;
    begin += strlen(head);
    close = memmem(begin, (size_t)(end - begin), ">>\nendobj", 9);
    if (close == NULL || close - begin > 4096 || memmem(begin, (size_t)(close - begin), "/Names", 6) != NULL)
        return false;
    p->catalog = begin;
    p->catalog_length = (int)(close - begin);
    return true;
}

struct places {
    long file, specification, catalog, references;
};

static void write_objects(FILE *out, const struct cairo_pdf *p, const char *language,
                          const struct pdf_attachment *file, struct places *at)
{
    unsigned long one = p->size, other = p->size + 1;

    at->file = ftell(out);
    fprintf(out,
            "%lu 0 obj\n<< /Type /EmbeddedFile /Subtype /application#2Fjson /Length %zu\n"
            "   /Params << /Size %zu >> >>\nstream\n",
            one, file->length, file->length);
    fwrite(file->bytes, 1, file->length, out);
    fputs("\nendstream\nendobj\n", out);
    at->specification = ftell(out);
    fprintf(out,
            "%lu 0 obj\n<< /Type /Filespec /F (%s) /UF (%s) /AFRelationship /Data\n"
            "   /EF << /F %lu 0 R /UF %lu 0 R >> >>\nendobj\n",
            other, file->name, file->name, one, one);
    at->catalog = ftell(out);
    fprintf(
        out,
        "%lu 0 obj\n<<%.*s   /Version /1.7\n   /Lang (%s)\n   /ViewerPreferences << /DisplayDocTitle true "
        ">>\n   /AF [ %lu 0 R ]\n   /Names << /EmbeddedFiles << /Names [ (%s) %lu 0 R ] >> >>\n>>\nendobj\n",
        p->root, p->catalog_length, p->catalog, language, other, file->name, other);
}

static void write_end(FILE *out, const struct cairo_pdf *p, const struct pdf_attachment *file,
                      struct places *at)
{
    unsigned char hash[crypto_generichash_BYTES_MIN];
    char id[2 * sizeof(hash) + 1];
    crypto_generichash_state state;

    crypto_generichash_init(&state, NULL, 0, sizeof(hash));
    crypto_generichash_update(&state, (const unsigned char *)p->bytes, p->length);
    crypto_generichash_update(&state, (const unsigned char *)file->bytes, file->length);
    crypto_generichash_final(&state, hash, sizeof(hash));
    sodium_bin2hex(id, sizeof(id), hash, sizeof(hash));
    at->references = ftell(out);
    fprintf(out, "xref\n%lu 1\n%010ld 00000 n \n%lu 2\n%010ld 00000 n \n%010ld 00000 n \n", p->root,
            at->catalog, p->size, at->file, at->specification);
    fprintf(out,
            "trailer\n<< /Size %lu /Root %lu 0 R /Info %lu 0 R /Prev %lu\n   /ID [ <%s> <%s> ] >>\n"
            "startxref\n%ld\n%%%%EOF\n",
            p->size + 2, p->root, p->info, p->previous, id, id, at->references);
}

static bool plain_name(const char *text)
{
    return *text != '\0' &&
           strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.") == strlen(text);
}

char *pdf_attach(const char *pdf, size_t length, const char *language, const struct pdf_attachment *file,
                 size_t *whole)
{
    struct cairo_pdf p = {.bytes = pdf, .length = length};
    struct places at;
    char *bytes = NULL;
    FILE *out;

    if (!plain_name(file->name) || !plain_name(language) || !find_trailer(&p) || !find_catalog(&p) ||
        (out = open_memstream(&bytes, whole)) == NULL)
        return NULL;
    fwrite(pdf, 1, length, out);
    if (pdf[length - 1] != '\n')
        fputc('\n', out);
    write_objects(out, &p, language, file, &at);
    write_end(out, &p, file, &at);
    bool written = !ferror(out);
    if (fclose(out) != 0 || !written) {
        free(bytes);
        return NULL;
    }
    return bytes;
}
