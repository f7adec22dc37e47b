#include "commands/line_json.h"

#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <h2o.h>

#include "history/text.h"

struct reading {
    h2o_mem_pool_t *pool;
    char *at, *end; /* there is a zero at the end */
    int depth;
};

static void pass_blanks(struct reading *r)
{
    while (*r->at == ' ' || *r->at == '\t' || *r->at == '\r' || *r->at == '\n')
        r->at++;
}

static bool take(struct reading *r, char mark)
{
    pass_blanks(r);
    if (*r->at != mark || r->at == r->end)
        return false;
    r->at++;
    return true;
}

/* The four digits behind \u; -1 for anything else. */
static int32_t read_unit(struct reading *r)
{
    int32_t unit = 0;

    for (int i = 0; i < 4; i++) {
        char c = *r->at, low = (char)(c | 0x20);

        if (c >= '0' && c <= '9')
            unit = unit * 16 + (c - '0');
        else if (low >= 'a' && low <= 'f')
            unit = unit * 16 + (low - 'a' + 10);
        else
            return -1;
        r->at++;
    }
    return unit;
}

/* A character of one unit or of two; a zero, and half of a pair, are none. */
static bool read_unicode(struct reading *r, char **out)
{
    int32_t unit = read_unit(r), low;

    if (unit <= 0 || (unit >= 0xdc00 && unit < 0xe000))
        return false;
    if (unit >= 0xd800 && unit < 0xdc00) {
        if (r->at[0] != '\\' || r->at[1] != 'u')
            return false;
        r->at += 2;
        low = read_unit(r);
        if (low < 0xdc00 || low >= 0xe000)
            return false;
        unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
    }
    *out = text_put(*out, (uint32_t)unit);
    return true;
}

static bool read_escape(struct reading *r, char **out)
{
    static const char escapes[] = "\"\\/bfnrt", plain[] = "\"\\/\b\f\n\r\t";
    char c = *r->at++;
    const char *found = c == '\0' ? NULL : strchr(escapes, c);

    if (c == 'u')
        return read_unicode(r, out);
    if (found == NULL)
        return false;
    *(*out)++ = plain[found - escapes];
    return true;
}

/* The text behind a quote, unescaped in its place: it never gets longer. NULL when it is broken. */
static const char *read_text(struct reading *r)
{
    char *text = r->at, *out = r->at;

    while (*r->at != '"') {
        unsigned char c = (unsigned char)*r->at;
        const char *from = r->at, *next = r->at;

        if (c < ' ')
            return NULL;
        if (c == '\\') {
            r->at++;
            if (!read_escape(r, &out))
                return NULL;
            continue;
        }
        if (c < 0x80) {
            *out++ = *r->at++;
            continue;
        }
        text_next(&next, r->end);
        if (next - from == 1)
            return NULL;
        memmove(out, from, (size_t)(next - from));
        out += next - from;
        r->at += next - from;
    }
    r->at++;
    *out = '\0';
    return text;
}

static size_t digits_at(const char *text)
{
    size_t count = 0;

    while (text[count] >= '0' && text[count] <= '9')
        count++;
    return count;
}

/* The bytes of a number as JSON has it, and whether it is a whole one; 0 for anything else. */
static size_t number_length(const char *text, bool *whole)
{
    size_t at = *text == '-', digits = digits_at(text + at);

    if (digits == 0 || (text[at] == '0' && digits > 1))
        return 0;
    at += digits;
    *whole = text[at] != '.' && text[at] != 'e' && text[at] != 'E';
    if (text[at] == '.') {
        digits = digits_at(text + at + 1);
        if (digits == 0)
            return 0;
        at += 1 + digits;
    }
    if (text[at] == 'e' || text[at] == 'E') {
        at += 1 + (text[at + 1] == '+' || text[at + 1] == '-');
        digits = digits_at(text + at);
        at += digits;
    }
    return digits == 0 ? 0 : at;
}

/* As C writes the number: 1.50 is 1.5, and 1e3 is 1000. */
static const char *read_number(struct reading *r)
{
    enum { NUMBER_TEXT = 32 };
    bool whole = true;
    size_t length = number_length(r->at, &whole);
    char *text = h2o_mem_alloc_pool(r->pool, NUMBER_TEXT);

    if (length == 0)
        return NULL;
    errno = 0;
    if (whole) {
        snprintf(text, NUMBER_TEXT, "%lld", strtoll(r->at, NULL, 10));
        if (errno == ERANGE)
            return NULL;
    } else {
        double number = strtod(r->at, NULL);
        if (errno == ERANGE && fabs(number) == HUGE_VAL)
            return NULL;
        snprintf(text, NUMBER_TEXT, "%.15g", number);
    }
    r->at += length;
    return text;
}

static bool read_word(struct reading *r)
{
    static const char *const words[] = {"null", "true", "false"};

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        size_t length = strlen(words[i]);

        if (strncmp(r->at, words[i], length) == 0) {
            char behind = r->at[length];

            r->at += length;
            return !(behind >= 'a' && behind <= 'z') && !(behind >= 'A' && behind <= 'Z');
        }
    }
    return false;
}

static struct line_value *read_value(struct reading *r);

static bool stands_twice(const struct line_value *object, const char *name)
{
    for (const struct line_value *v = object->first; v != NULL; v = v->next)
        if (strcmp(v->name, name) == 0)
            return true;
    return false;
}

static const char *read_name(struct reading *r, const struct line_value *object)
{
    const char *name = take(r, '"') ? read_text(r) : NULL;

    if (name == NULL || object->count == LINE_JSON_MEMBERS || stands_twice(object, name) || !take(r, ':'))
        return NULL;
    return name;
}

/* What stands between the brackets of an object or a list. */
static bool read_own(struct reading *r, struct line_value *value, char close)
{
    struct line_value **next = &value->first;

    if (take(r, close))
        return true;
    do {
        const char *name = NULL;

        if (value->kind == LINE_OBJECT && (name = read_name(r, value)) == NULL)
            return false;
        if ((*next = read_value(r)) == NULL)
            return false;
        (*next)->name = name;
        next = &(*next)->next;
        value->count++;
    } while (take(r, ','));
    return take(r, close);
}

static bool read_nested(struct reading *r, struct line_value *value, char close)
{
    bool good = ++r->depth <= LINE_JSON_DEPTH && read_own(r, value, close);

    r->depth--;
    return good;
}

static struct line_value *read_value(struct reading *r)
{
    struct line_value *value = h2o_mem_alloc_pool(r->pool, sizeof(*value));
    bool good;

    *value = (struct line_value){.kind = LINE_WORD};
    if (take(r, '{')) {
        value->kind = LINE_OBJECT;
        good = read_nested(r, value, '}');
    } else if (take(r, '[')) {
        value->kind = LINE_LIST;
        good = read_nested(r, value, ']');
    } else if (take(r, '"')) {
        value->kind = LINE_TEXT;
        good = (value->text = read_text(r)) != NULL;
    } else if (*r->at == '-' || (*r->at >= '0' && *r->at <= '9')) {
        value->kind = LINE_NUMBER;
        good = (value->text = read_number(r)) != NULL;
    } else {
        good = read_word(r);
    }
    return good ? value : NULL;
}

const struct line_value *line_json_read(h2o_mem_pool_t *pool, const char *text, size_t length)
{
    char *copy = h2o_strdup(pool, text, length).base; /* with a zero behind it */
    struct reading r = {pool, copy, copy + length, 0};
    const struct line_value *value;

    pass_blanks(&r);
    if (*r.at != '{' && *r.at != '[')
        return NULL;
    value = read_value(&r);
    pass_blanks(&r);
    return r.at == r.end ? value : NULL;
}

const struct line_value *line_member(const struct line_value *value, const char *name)
{
    if (value == NULL || value->kind != LINE_OBJECT)
        return NULL;
    for (const struct line_value *v = value->first; v != NULL; v = v->next)
        if (strcmp(v->name, name) == 0)
            return v;
    return NULL;
}
