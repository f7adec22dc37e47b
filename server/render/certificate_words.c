#include "render/certificate_words.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "history/codes.h"
#include "history/verdict.h"

static const char *const codes[CERTIFICATE_LANGUAGES] = {"zh", "en", "ru", "ar", "kk", "fr", "es"};

struct certificate_words {
    json_t *languages[CERTIFICATE_LANGUAGES];
};

/* Where a sentence goes that says why the words cannot be used. */
struct complaint {
    char *text;
    size_t size;
};

enum certificate_language certificate_language(const char *code)
{
    for (unsigned i = 0; i < CERTIFICATE_LANGUAGES; i++)
        if (strcmp(code, codes[i]) == 0)
            return (enum certificate_language)i;
    return CERTIFICATE_LANGUAGES;
}

const char *certificate_language_code(enum certificate_language language)
{
    return codes[language];
}

const char *certificate_word(const struct certificate_words *words, enum certificate_language language,
                             const char *group, const char *code)
{
    return json_string_value(json_object_get(json_object_get(words->languages[language], group), code));
}

static bool complain(const struct complaint *c, const char *language, const char *group, const char *code)
{
    snprintf(c->text, c->size, "templates/certificate.%s.json has no words for %s.%s.", language, group,
             code);
    return false;
}

/* Whether one language has what another one has. */
static bool has_all(const struct certificate_words *words, enum certificate_language language,
                    enum certificate_language other, const struct complaint *c)
{
    const char *group, *code;
    json_t *entries, *text;

    json_object_foreach(words->languages[other], group, entries)
    {
        if (!json_is_object(entries))
            return complain(c, codes[other], group, "");
        json_object_foreach(entries, code, text)
        {
            const char *word = certificate_word(words, language, group, code);

            if (word == NULL || *word == '\0')
                return complain(c, codes[language], group, code);
        }
    }
    return true;
}

static bool has_codes(const struct certificate_words *words, const struct complaint *c)
{
    static const struct {
        enum code_list list;
        const char *group;
    } lists[] = {
        {CODES_OF_WORK,    "work"  },
        {CODES_OF_PARTS,   "part"  },
        {CODES_OF_SIGNALS, "signal"},
    };
    const struct code_words *of;

    for (size_t l = 0; l < sizeof(lists) / sizeof(lists[0]); l++)
        for (unsigned code = 0; (of = code_words(lists[l].list, code)) != NULL; code++)
            if (certificate_word(words, CERTIFICATE_ZH, lists[l].group, of->code) == NULL)
                return complain(c, "zh", lists[l].group, of->code);
    for (int reason = 0; reason < REASON_COUNT; reason++) {
        const char *code = verdict_reason_code((enum verdict_reason)reason);

        if (certificate_word(words, CERTIFICATE_ZH, "reason", code) == NULL)
            return complain(c, "zh", "reason", code);
    }
    return true;
}

static bool load_all(struct certificate_words *words, const char *home, const struct complaint *c)
{
    for (unsigned i = 0; i < CERTIFICATE_LANGUAGES; i++) {
        char path[512];
        json_error_t error;

        snprintf(path, sizeof(path), "%s/templates/certificate.%s.json", home, codes[i]);
        words->languages[i] = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
        if (words->languages[i] == NULL) {
            snprintf(c->text, c->size, "%s, line %d: %s.", path, error.line, error.text);
            return false;
        }
    }
    for (unsigned i = 0; i < CERTIFICATE_LANGUAGES; i++)
        if (!has_all(words, (enum certificate_language)i, CERTIFICATE_ZH, c) ||
            !has_all(words, CERTIFICATE_ZH, (enum certificate_language)i, c))
            return false;
    return has_codes(words, c);
}

struct certificate_words *certificate_words_load(const char *home, char *complaint, size_t size)
{
    struct certificate_words *words = calloc(1, sizeof(*words));

    if (words == NULL)
        snprintf(complaint, size, "There is no memory for the certificate's words.");
    else if (!load_all(words, home, &(struct complaint){complaint, size})) {
        certificate_words_destroy(words);
        words = NULL;
    }
    return words;
}

void certificate_words_destroy(struct certificate_words *words)
{
    if (words == NULL)
        return;
    for (unsigned i = 0; i < CERTIFICATE_LANGUAGES; i++)
        json_decref(words->languages[i]);
    free(words);
}

static const struct certificate_filling *named(const char *name, size_t length,
                                               const struct certificate_filling *fillings, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strlen(fillings[i].name) == length && memcmp(fillings[i].name, name, length) == 0)
            return &fillings[i];
    return NULL;
}

/* As many whole letters of UTF-8 as there is room for. */
static size_t put(char *to, size_t room, const char *text, size_t length)
{
    if (length > room) {
        length = room;
        while (length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80)
            length--;
    }
    memcpy(to, text, length);
    return length;
}

const char *certificate_fill(char filled[CERTIFICATE_FILLED], const char *pattern,
                             const struct certificate_filling *fillings, size_t count)
{
    size_t at = 0;

    while (*pattern != '\0') {
        size_t plain = strcspn(pattern, "{"), name = strcspn(pattern + plain, "}");
        const struct certificate_filling *found = name < 2 || pattern[plain + name] != '}'
                                                      ? NULL
                                                      : named(pattern + plain + 1, name - 1, fillings, count);

        at += put(filled + at, CERTIFICATE_FILLED - 1 - at, pattern, plain);
        pattern += plain;
        if (*pattern == '\0')
            break;
        if (found != NULL)
            at += put(filled + at, CERTIFICATE_FILLED - 1 - at, found->text, strlen(found->text));
        pattern += pattern[name] == '}' ? name + 1 : name;
    }
    filled[at] = '\0';
    return filled;
}
