#include "history/amount.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

bool hundredths_parse(const char *text, int64_t *hundredths)
{
    char plain[32], *end;
    size_t length = 0;

    for (; *text != '\0'; text++) {
        if (*text == ',' || *text == ' ')
            continue;
        if (length == sizeof(plain) - 1)
            return false;
        plain[length++] = *text;
    }
    plain[length] = '\0';
    if (strpbrk(plain, "0123456789") == NULL ||
        strspn(plain + (plain[0] == '-'), "0123456789.") != length - (plain[0] == '-'))
        return false;
    errno = 0;
    long long whole = strtoll(plain, &end, 10);
    if (errno != 0 || whole > 9999999999LL || whole < -9999999999LL || (end == plain && *end != '.'))
        return false;
    int64_t fraction = 0;
    if (*end == '.') {
        fraction += end[1] >= '0' && end[1] <= '9' ? (end[1] - '0') * 10 : 0;
        fraction += fraction >= 0 && end[1] != '\0' && end[2] >= '0' && end[2] <= '9' ? end[2] - '0' : 0;
        if (strchr(end + 1, '.') != NULL)
            return false;
    }
    *hundredths = whole * 100 + (plain[0] == '-' ? -fraction : fraction);
    return true;
}
