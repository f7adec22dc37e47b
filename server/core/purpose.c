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

static bool is_word(const char *text, size_t length, const char *word)
{
    return length == strlen(word) && memcmp(text, word, length) == 0;
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
        } else {
            terms->exports = terms->exports || is_word(words, length, PURPOSE_EXPORT);
            terms->uploads = terms->uploads || is_word(words, length, PURPOSE_UPLOAD);
        }
        words += strcspn(words, ",");
        words += *words == ',';
    }
}
