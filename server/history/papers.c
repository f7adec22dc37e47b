#include "history/papers.h"

#include <stdint.h>
#include <string.h>

const char *fact_kind(enum fact fact)
{
    static const char *const kinds[FACT_COUNT] = {"plate", "engine_no", "registration_no", "holder"};

    return kinds[fact];
}

/* One character of UTF-8; 0 for what is not one, or a zero. */
static size_t character(const uint8_t *at, size_t left, uint32_t *code)
{
    static const uint32_t least[] = {0, 1, 0x80, 0x800, 0x10000};
    size_t length = *at < 0x80 ? 1 : *at >= 0xf0 && *at < 0xf5 ? 4 : *at >= 0xe0 ? 3 : *at >= 0xc2 ? 2 : 0;

    if (*at == 0 || *at >= 0xf5 || length == 0 || length > left)
        return 0;
    *code = length == 1 ? *at : *at & (0x7f >> length);
    for (size_t i = 1; i < length; i++) {
        if ((at[i] & 0xc0) != 0x80)
            return 0;
        *code = *code << 6 | (at[i] & 0x3f);
    }
    if (*code < least[length] || *code > 0x10ffff || (*code >= 0xd800 && *code < 0xe000))
        return 0;
    return length;
}

/* Blanks and control characters, hyphens, and the dots between the letters and the number of a plate. */
static bool skipped(uint32_t code)
{
    static const uint32_t marks[] = {'-', '.', 0xa0, 0xb7, 0x2022, 0x2010, 0x2013, 0x3000, 0x30fb};

    if (code <= ' ')
        return true;
    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
        if (code == marks[i])
            return true;
    return false;
}

static uint32_t folded(uint32_t code)
{
    if (code >= 0xff01 && code <= 0xff5e)
        code -= 0xff01 - '!';
    return code >= 'a' && code <= 'z' ? code - 'a' + 'A' : code;
}

bool fact_normalise(const char *input, size_t length, char text[FACT_TEXT])
{
    size_t filled = 0, step;

    text[0] = '\0';
    for (size_t i = 0; i < length; i += step) {
        uint32_t code;

        step = character((const uint8_t *)input + i, length - i, &code);
        if (step == 0 || filled + step >= FACT_TEXT) {
            text[0] = '\0';
            return false;
        }
        code = folded(code);
        if (skipped(code))
            continue;
        if (code < 0x80)
            text[filled++] = (char)code;
        else {
            memcpy(text + filled, input + i, step);
            filled += step;
        }
        text[filled] = '\0';
    }
    return filled != 0;
}
