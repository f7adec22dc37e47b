#include "history/text.h"

#include <string.h>

#include <h2o.h>

uint32_t text_next(const char **at, const char *end)
{
    unsigned char first = (unsigned char)*(*at)++;
    int more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : first >= 0xc0 ? 1 : 0;
    uint32_t character = more == 0 ? first : first & (0x3fu >> more);

    if (end - *at < more)
        return first;
    for (int i = 0; i < more; i++) {
        unsigned char next = (unsigned char)(*at)[i];
        if ((next & 0xc0) != 0x80)
            return first;
        character = character << 6 | (next & 0x3f);
    }
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

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
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
    size_t length;

    if (text == NULL)
        return true;
    while (is_blank(*text) || strncmp(text, "　", 3) == 0)
        text += is_blank(*text) ? 1 : 3;
    for (length = strlen(text); length > 0 && is_blank(text[length - 1]);)
        length--;
    for (size_t i = 0; i < sizeof(fillers) / sizeof(fillers[0]); i++)
        if (strlen(fillers[i]) == length && memcmp(fillers[i], text, length) == 0)
            return true;
    return false;
}

const char *text_bounded(h2o_mem_pool_t *pool, const char *text, size_t most)
{
    const char *at, *stop;

    if (text_is_filler(text))
        return NULL;
    while (is_blank(*text))
        text++;
    for (stop = text + strlen(text); stop > text && is_blank(stop[-1]);)
        stop--;
    for (at = text; at < stop && most > 0; most--)
        text_next(&at, stop);
    return h2o_strdup(pool, text, (size_t)(at - text)).base;
}
