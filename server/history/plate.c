#include "history/plate.h"

#include <string.h>

#include "history/text.h"

/* 使 and 领 are the plates of embassies and consulates. */
static const char provinces[] = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领";
static const char tails[] = "挂学警港澳使领";

enum { HAN_BYTES = 3, SIGNS = 6 };

const char *plate_normalised(h2o_mem_pool_t *pool, const char *text)
{
    const char *folded = text_folded(pool, text), *stop = folded + strlen(folded);
    char *plate = h2o_mem_alloc_pool(pool, strlen(folded) + 1), *end = plate;

    while (folded < stop) {
        uint32_t c = text_next(&folded, stop);
        if (c > ' ' && c != '-' && c != 0xb7 && c != 0x2022 && c != 0x30fb && c != '.')
            end = text_put(end, c);
    }
    *end = '\0';
    return plate;
}

static bool is_one_of(const char *text, const char *characters)
{
    for (; *characters != '\0'; characters += HAN_BYTES)
        if (strncmp(text, characters, HAN_BYTES) == 0)
            return true;
    return false;
}

/* Digits, and letters other than I and O. */
static bool is_sign(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z' && c != 'I' && c != 'O');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool all_digits(const char *text, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!is_digit(text[i]))
            return false;
    return true;
}

/* Small cars: D or F, a sign, four digits. Large ones: five digits, D or F. */
static bool is_new_energy(const char *serial)
{
    bool small = strchr("DFABCEGHJK", serial[0]) != NULL && is_sign(serial[1]) && all_digits(serial + 2, 4);
    bool large = all_digits(serial, 5) && strchr("DF", serial[5]) != NULL;

    return small || large;
}

size_t plate_at(const char *text)
{
    size_t signs = 0;

    if (!is_one_of(text, provinces) || text[HAN_BYTES] < 'A' || text[HAN_BYTES] > 'Z')
        return 0;
    const char *serial = text + HAN_BYTES + 1;
    while (signs < SIGNS + 1 && is_sign(serial[signs]))
        signs++;
    if (signs == SIGNS && is_new_energy(serial))
        return HAN_BYTES + 1 + SIGNS;
    if (signs == SIGNS - 1)
        return HAN_BYTES + 1 + SIGNS - 1;
    if (signs == SIGNS - 2 && is_one_of(serial + signs, tails))
        return HAN_BYTES + 1 + SIGNS - 2 + HAN_BYTES;
    return 0;
}

bool plate_is_valid(const char *plate)
{
    size_t length = plate_at(plate);

    return length != 0 && plate[length] == '\0';
}

const char *plate_masked(h2o_mem_pool_t *pool, const char *plate)
{
    enum { SHOWN_BYTES = HAN_BYTES + 2 };
    const char *at, *stop = plate + strlen(plate), *last = plate;
    char *masked, *end;

    if (!plate_is_valid(plate))
        return NULL;
    end = masked = h2o_mem_alloc_pool(pool, strlen(plate) + 1);
    for (size_t i = 0; i < SHOWN_BYTES; i++)
        *end++ = plate[i];
    for (at = plate + SHOWN_BYTES; at < stop;) {
        last = at;
        text_next(&at, stop);
        if (at < stop)
            *end++ = '*';
    }
    strcpy(end, last);
    return masked;
}
