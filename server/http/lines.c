#include "http/lines.h"

#include <string.h>

#include "http/body.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

bool lines_next(const char **at, const char *end, unsigned *number, h2o_iovec_t *line)
{
    while (*at < end) {
        const char *begin = *at, *stop = memchr(begin, '\n', (size_t)(end - begin));

        stop = stop == NULL ? end : stop;
        *at = stop == end ? end : stop + 1;
        ++*number;
        while (begin < stop && is_blank(*begin))
            begin++;
        while (begin < stop && is_blank(stop[-1]))
            stop--;
        if (begin == stop)
            continue;
        *line = h2o_iovec_init(begin, (size_t)(stop - begin));
        return true;
    }
    return false;
}

long lines_count(const struct exchange *x)
{
    h2o_iovec_t body = body_bytes(x), line;
    const char *at = body.base;
    unsigned number = 0;
    long count = 0;

    while (count <= LINES_MOST && lines_next(&at, body.base + body.len, &number, &line))
        count++;
    return count;
}
