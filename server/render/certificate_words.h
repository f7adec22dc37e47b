/*
 * certificate_words - the words of the certificate's paper in seven languages
 *
 * templates/certificate.LANG.json, read and compared once, at start: all languages have the same names, and
 * every code of history/codes.h, of verdicts and of coverage has words. Afterwards they are only read, by any
 * thread. In a text, {name} stands for what is filled in.
 */
#pragma once

#include <stddef.h>

enum certificate_language {
    CERTIFICATE_ZH,
    CERTIFICATE_EN,
    CERTIFICATE_RU,
    CERTIFICATE_AR,
    CERTIFICATE_KK,
    CERTIFICATE_FR,
    CERTIFICATE_ES,
    CERTIFICATE_LANGUAGES
};

/* "ru" and back; CERTIFICATE_LANGUAGES for any other code. */
enum certificate_language certificate_language(const char *code);
const char *certificate_language_code(enum certificate_language language);

struct certificate_words;

/* From the folder templates/ of `home`. NULL with a sentence in `complaint`. */
struct certificate_words *certificate_words_load(const char *home, char *complaint, size_t size);
void certificate_words_destroy(struct certificate_words *words);

/* NULL for what has no words. */
const char *certificate_word(const struct certificate_words *words, enum certificate_language language,
                             const char *group, const char *code);

/* `pattern` with what stands for its names; what does not fit is cut behind a whole letter. */
struct certificate_filling {
    const char *name, *text;
};
enum { CERTIFICATE_FILLED = 1024 };
const char *certificate_fill(char filled[CERTIFICATE_FILLED], const char *pattern,
                             const struct certificate_filling *fillings, size_t count);
