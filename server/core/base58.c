#include "core/base58.h"

#include <string.h>

static const char alphabet[] = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/* The number's digits, the lowest first, times `times` plus `more`; how many digits there are then. */
static size_t digits_carry(uint8_t *digits, size_t count, size_t room, unsigned base, unsigned times,
                           unsigned more)
{
    for (size_t i = 0; i < count; i++) {
        more += digits[i] * times;
        digits[i] = (uint8_t)(more % base);
        more /= base;
    }
    for (; more != 0 && count < room; more /= base)
        digits[count++] = (uint8_t)(more % base);
    return count;
}

const char *base58_write(const uint8_t *bytes, size_t length, char text[BASE58_TEXT])
{
    uint8_t digits[BASE58_TEXT - 2] = {0};
    size_t count = 0, zeros = 0;
    char *end = text;

    while (zeros < length && bytes[zeros] == 0)
        zeros++;
    for (size_t i = zeros; i < length; i++)
        count = digits_carry(digits, count, sizeof(digits), 58, 256, bytes[i]);
    *end++ = 'z';
    memset(end, '1', zeros);
    for (end += zeros; count > 0; count--)
        *end++ = alphabet[digits[count - 1]];
    *end = '\0';
    return text;
}

bool base58_read(const char *text, uint8_t *bytes, size_t length)
{
    uint8_t digits[BASE58_BYTES_MOST + 1] = {0};
    size_t count = 0, zeros;

    if (text[0] != 'z' || strlen(text) >= BASE58_TEXT)
        return false;
    text++;
    zeros = strspn(text, "1");
    for (text += zeros; *text != '\0'; text++) {
        const char *found = strchr(alphabet, *text);

        if (found == NULL || count > length)
            return false;
        count = digits_carry(digits, count, sizeof(digits), 256, 58, (unsigned)(found - alphabet));
    }
    if (zeros + count != length)
        return false;
    memset(bytes, 0, zeros);
    for (size_t i = 0; i < count; i++)
        bytes[zeros + i] = digits[count - 1 - i];
    return true;
}
