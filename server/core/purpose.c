#include "core/purpose.h"

#include <stdlib.h>
#include <string.h>

static const char *const codes[PURPOSE_COUNT] = {
#define PURPOSE(name, code) [PURPOSE_##name] = code,
    PURPOSES(PURPOSE)
#undef PURPOSE
};

const char *purpose_code(enum purpose purpose)
{
    return codes[purpose];
}

bool purpose_parse(const char *code, size_t length, enum purpose *purpose)
{
    for (enum purpose p = 0; p < PURPOSE_COUNT; p++)
        if (strlen(codes[p]) == length && memcmp(codes[p], code, length) == 0) {
            *purpose = p;
            return true;
        }
    return false;
}

void terms_read_purposes(struct terms *terms, const char *words)
{
    enum purpose purpose;

    while (words != NULL && *words != '\0') {
        const char *equals = words + strcspn(words, "=,");

        size_t length = (size_t)(equals - words);
        if (*equals == '=' && purpose_parse(words, length, &purpose)) {
            terms->purposes |= (uint8_t)(1U << purpose);
            terms->purpose_day[purpose] = strtol(equals + 1, NULL, 10);
        } else if (length == strlen(PURPOSE_EXPORT) && memcmp(words, PURPOSE_EXPORT, length) == 0) {
            terms->exports = true;
        }
        words += strcspn(words, ",");
        words += *words == ',';
    }
}
