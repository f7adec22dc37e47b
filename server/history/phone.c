#include "history/phone.h"

#include <string.h>

#include "history/text.h"

enum { DIGITS = 11 };

bool phone_normalise(const char *typed, size_t length, char phone[PHONE_TEXT])
{
    const char *end = typed + length;
    char digits[20];
    size_t count = 0;

    while (typed < end) {
        uint32_t c = text_half_width(text_next(&typed, end));

        if (c == ' ' || c == '-' || (c == '+' && count == 0))
            continue;
        if (c < '0' || c > '9' || count == sizeof(digits))
            return false;
        digits[count++] = (char)c;
    }
    size_t code = count == DIGITS + 4 && memcmp(digits, "0086", 4) == 0 ? 4
                  : count == DIGITS + 2 && memcmp(digits, "86", 2) == 0 ? 2
                                                                        : 0;
    if (count - code != DIGITS || digits[code] != '1' || digits[code + 1] < '3')
        return false;
    memcpy(phone, digits + code, DIGITS);
    phone[DIGITS] = '\0';
    return true;
}
