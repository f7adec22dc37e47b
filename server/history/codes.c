#include "history/codes.h"

#include <stdio.h>
#include <string.h>

#define CODE(name, code, zh, en) {code, zh, en},
static const struct code_words works[] = {WORK_CODES(CODE)};
static const struct code_words parts[] = {PART_CODES(CODE)};
static const struct code_words signals[] = {SIGNAL_CODES(CODE)};
#undef CODE

static const struct {
    const struct code_words *words;
    unsigned count;
} lists[] = {
    [CODES_OF_WORK] = {works,   WORK_CODE_COUNT  },
    [CODES_OF_PARTS] = {parts,   PART_CODE_COUNT  },
    [CODES_OF_SIGNALS] = {signals, SIGNAL_CODE_COUNT},
};

const struct code_words *code_words(enum code_list list, unsigned code)
{
    return code < lists[list].count ? &lists[list].words[code] : NULL;
}

const char *codes_text(enum code_list list, uint64_t set, char text[CODES_TEXT])
{
    char *end = text;

    *end = '\0';
    for (unsigned code = 0; code < lists[list].count; code++)
        if (set & CODE_BIT(code))
            end += sprintf(end, "%s%s", end == text ? "" : ",", lists[list].words[code].code);
    return text;
}

/* The count of the list for a word that is none of it. A look-up reads dozens of words, and most codes differ
 * in their first letter. */
static unsigned code_of(enum code_list list, const char *word, size_t length)
{
    unsigned code = 0;

    for (; code < lists[list].count; code++) {
        const char *known = lists[list].words[code].code;

        if (*known == *word && strncmp(known, word, length) == 0 && known[length] == '\0')
            break;
    }
    return code;
}

uint64_t codes_parse(enum code_list list, const char *text)
{
    uint64_t set = 0;

    while (*text != '\0') {
        size_t length = strcspn(text, ",");
        unsigned code = code_of(list, text, length);

        if (code < lists[list].count)
            set |= CODE_BIT(code);
        text += length + (text[length] == ',');
    }
    return set;
}
