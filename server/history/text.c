#include "history/text.h"

#include <string.h>

#include <h2o.h>

/* The lowest character that takes so many more bytes: whatever is below has a shorter form. */
static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};

uint32_t text_next(const char **at, const char *end)
{
    unsigned char first = (unsigned char)*(*at)++;
    int more = first >= 0xf8 ? 0 : first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : first >= 0xc0 ? 1 : 0;
    uint32_t character = more == 0 ? first : first & (0x3fu >> more);

    if (end - *at < more)
        return first;
    for (int i = 0; i < more; i++) {
        unsigned char next = (unsigned char)(*at)[i];
        if ((next & 0xc0) != 0x80)
            return first;
        character = character << 6 | (next & 0x3f);
    }
    if (character < least[more] || character > 0x10ffff || (character >= 0xd800 && character < 0xe000))
        return first;
    *at += more;
    return character;
}

char *text_put(char *end, uint32_t c)
{
    if (c < 0x80) {
        *end++ = (char)c;
    } else if (c < 0x800) {
        *end++ = (char)(0xc0 | c >> 6);
        *end++ = (char)(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        *end++ = (char)(0xe0 | c >> 12);
        *end++ = (char)(0x80 | (c >> 6 & 0x3f));
        *end++ = (char)(0x80 | (c & 0x3f));
    } else {
        *end++ = (char)(0xf0 | c >> 18);
        *end++ = (char)(0x80 | (c >> 12 & 0x3f));
        *end++ = (char)(0x80 | (c >> 6 & 0x3f));
        *end++ = (char)(0x80 | (c & 0x3f));
    }
    return end;
}

uint32_t text_half_width(uint32_t c)
{
    if (c >= 0xff01 && c <= 0xff5e)
        return c - 0xff01 + '!';
    return c == 0x3000 ? ' ' : c;
}

uint64_t text_characters(const char *text)
{
    const unsigned char *at = (const unsigned char *)text;
    uint64_t characters = 0;

    for (; *at != '\0'; at++)
        if (*at >= 0xe0 && at[1] != '\0')
            characters |= UINT64_C(1) << ((at[1] * 7u + at[2]) % 64);
    return characters;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static const char ideographic[] = "\u3000";
enum { IDEOGRAPHIC = sizeof(ideographic) - 1 };

static const char *after_blanks(const char *text)
{
    for (;;)
        if (is_blank(*text))
            text++;
        else if (strncmp(text, ideographic, IDEOGRAPHIC) == 0)
            text += IDEOGRAPHIC;
        else
            return text;
}

static const char *before_blanks(const char *text, const char *end)
{
    for (;;)
        if (end > text && is_blank(end[-1]))
            end--;
        else if (end - text >= IDEOGRAPHIC && memcmp(end - IDEOGRAPHIC, ideographic, IDEOGRAPHIC) == 0)
            end -= IDEOGRAPHIC;
        else
            return end;
}

const char *text_folded(h2o_mem_pool_t *pool, const char *text)
{
    const char *stop = text + strlen(text);
    char *folded = h2o_mem_alloc_pool(pool, strlen(text) * 2 + 1), *end = folded;

    while (text < stop) {
        uint32_t c = text_half_width(text_next(&text, stop));
        end = text_put(end, c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    }
    while (end > folded && is_blank(end[-1]))
        end--;
    *end = '\0';
    while (is_blank(*folded))
        folded++;
    return folded;
}

bool text_is_filler(const char *text)
{
    static const char *const fillers[] = {"",    "无",   "無",   "暂无", "未知", "N/A", "NA",
                                          "n/a", "null", "NULL", "none", "/",    "\\",  "-",
                                          "--",  "---",  "－",   "—",    "——",   ".",   "。"};
    enum { LONGEST_FILLER = 6 };

    if (text == NULL)
        return true;
    text = after_blanks(text);
    size_t length = (size_t)(before_blanks(text, text + strlen(text)) - text);
    if (length > LONGEST_FILLER)
        return false;
    for (size_t i = 0; i < sizeof(fillers) / sizeof(fillers[0]); i++)
        if (strlen(fillers[i]) == length && memcmp(fillers[i], text, length) == 0)
            return true;
    return false;
}

const char *text_bounded(h2o_mem_pool_t *pool, const char *text, size_t most)
{
    if (text_is_filler(text))
        return NULL;
    text = after_blanks(text);
    const char *at = text, *stop = text + strlen(text);
    for (; at < stop && most > 0; most--)
        text_next(&at, stop);
    return h2o_strdup(pool, text, (size_t)(before_blanks(text, at) - text)).base;
}

const char *text_written(const char *typed, size_t fewest, size_t most, char *text)
{
    const char *begin, *end;
    size_t count = 0;

    if (typed == NULL)
        return NULL;
    begin = after_blanks(typed);
    end = before_blanks(begin, begin + strlen(begin));
    for (const char *at = begin; at < end; count++)
        text_next(&at, end);
    if (count < fewest || count > most)
        return NULL;
    memcpy(text, begin, (size_t)(end - begin));
    text[end - begin] = '\0';
    return text;
}

size_t text_among(const char *const *words, size_t count, const char *word)
{
    size_t i = 0;

    while (i < count && (word == NULL || strcmp(words[i], word) != 0))
        i++;
    return i;
}

const char *text_array(const char *const *words, size_t count, unsigned set, char *text)
{
    char *end = stpcpy(text, "{");

    for (size_t i = 0; i < count; i++)
        if (set & 1u << i)
            end = stpcpy(stpcpy(end, end == text + 1 ? "" : ","), words[i]);
    stpcpy(end, "}");
    return text;
}
