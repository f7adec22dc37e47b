#include "http/elements.h"

#include <string.h>

static h2o_iovec_t without_blanks(const char *begin, const char *end)
{
    static const char blanks[] = " \t\r\n";

    while (begin < end && memchr(blanks, *begin, sizeof(blanks) - 1) != NULL)
        begin++;
    while (begin < end && memchr(blanks, end[-1], sizeof(blanks) - 1) != NULL)
        end--;
    return h2o_iovec_init(begin, (size_t)(end - begin));
}

bool elements_begin(h2o_iovec_t text, struct elements *elements)
{
    text = without_blanks(text.base, text.base + text.len);
    if (text.len < 2 || text.base[0] != '[' || text.base[text.len - 1] != ']')
        return false;
    *elements = (struct elements){text.base + 1, text.base + text.len - 1};
    if (without_blanks(elements->at, elements->end).len == 0)
        elements->at = NULL;
    return true;
}

/* The comma behind an element, or `end`. */
static const char *comma_behind(const char *at, const char *end)
{
    long depth = 0;
    bool quoted = false;

    for (; at < end; at++) {
        if (quoted) {
            quoted = *at != '"';
            at += *at == '\\';
            continue;
        }
        if (depth == 0 && *at == ',')
            return at;
        quoted = *at == '"';
        depth += (*at == '[' || *at == '{') - (*at == ']' || *at == '}');
    }
    return end;
}

bool elements_next(struct elements *elements, h2o_iovec_t *element)
{
    if (elements->at == NULL)
        return false;
    const char *stop = comma_behind(elements->at, elements->end);
    *element = without_blanks(elements->at, stop);
    elements->at = stop == elements->end ? NULL : stop + 1;
    return true;
}
