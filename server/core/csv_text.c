#include "core/csv_text.h"

#include <string.h>

#include <h2o.h>

static void put(struct csv_text *t, const char *text, size_t length)
{
    if (t->room - t->length < length) {
        t->room = (t->room + length) * 2;
        char *larger = h2o_mem_alloc_pool(t->pool, t->room);
        memcpy(larger, t->base, t->length);
        t->base = larger;
    }
    memcpy(t->base + t->length, text, length);
    t->length += length;
}

struct csv_text csv_text_new(h2o_mem_pool_t *pool, size_t expected)
{
    struct csv_text t = {pool, h2o_mem_alloc_pool(pool, expected), 0, expected, false};

    put(&t, "\xef\xbb\xbf", 3);
    return t;
}

/* Blanks before it do not help; the wide signs count for Excel in Chinese. */
static bool is_formula(const char *text)
{
    static const char *const signs[] = {"=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"};

    text += strspn(text, " ");
    for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
        if (strncmp(text, signs[i], strlen(signs[i])) == 0)
            return true;
    return false;
}

void csv_cell(struct csv_text *t, const char *text)
{
    bool quoted;

    if (t->within)
        put(t, ",", 1);
    t->within = true;
    text = text == NULL ? "" : text;
    quoted = strpbrk(text, ",\"\r\n") != NULL || *text == ' ';
    if (quoted)
        put(t, "\"", 1);
    if (is_formula(text))
        put(t, "'", 1);
    for (const char *quote; (quote = strchr(text, '"')) != NULL; text = quote + 1) {
        put(t, text, (size_t)(quote - text));
        put(t, "\"\"", 2);
    }
    put(t, text, strlen(text));
    if (quoted)
        put(t, "\"", 1);
}

void csv_line_end(struct csv_text *t)
{
    put(t, "\r\n", 2);
    t->within = false;
}

h2o_iovec_t csv_text_bytes(const struct csv_text *t)
{
    return h2o_iovec_init(t->base, t->length);
}
