#include "core/base32.h"

size_t base32_write(const uint8_t *bytes, size_t length, char *text)
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    unsigned held = 0, bits = 0;
    char *end = text;

    for (size_t i = 0; i < length; i++) {
        held = (held << 8 | bytes[i]) & 0xfff;
        for (bits += 8; bits >= 5; bits -= 5)
            *end++ = alphabet[held >> (bits - 5) & 31];
    }
    if (bits != 0)
        *end++ = alphabet[held << (5 - bits) & 31];
    *end = '\0';
    return (size_t)(end - text);
}

static int value_of(char sign)
{
    if (sign >= 'A' && sign <= 'Z')
        return sign - 'A';
    return sign >= '2' && sign <= '7' ? sign - '2' + 26 : -1;
}

bool base32_read(const char *text, size_t length, uint8_t *bytes, size_t room, size_t *got)
{
    unsigned held = 0, bits = 0;

    *got = 0;
    for (size_t i = 0; i < length; i++) {
        int value = value_of(text[i]);

        if (value < 0)
            return false;
        held = (held << 5 | (unsigned)value) & 0xfff;
        bits += 5;
        if (bits < 8)
            continue;
        bits -= 8;
        if (*got == room)
            return false;
        bytes[(*got)++] = (uint8_t)(held >> bits);
    }
    return bits < 5 && (held & ((1u << bits) - 1)) == 0;
}
