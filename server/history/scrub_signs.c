#include <string.h>

#include "history/scrub_finders.h"

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool is_word(char c)
{
    return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

size_t han_at(const char *text)
{
    unsigned char c = (unsigned char)*text;

    return c >= 0xe4 && c <= 0xe9 && text[1] != '\0' && text[2] != '\0' ? HAN : 0;
}

size_t word_at(const char *text, const char *const *words)
{
    for (; *words != NULL; words++) {
        const char *word = *words;
        size_t length = 0;

        while (word[length] != '\0' && word[length] == text[length])
            length++;
        if (word[length] == '\0')
            return length;
    }
    return 0;
}

bool word_before(const char *text, size_t at, const char *const *words)
{
    for (; at > 0 && *words != NULL; words++) {
        size_t length = strlen(*words);
        if (at >= length && (*words)[length - 1] == text[at - 1] &&
            memcmp(text + at - length, *words, length) == 0)
            return true;
    }
    return false;
}

bool label_before(const char *text, size_t at, const char *const *words)
{
    enum { PARTING_MOST = 4 };

    for (size_t i = 0; i < PARTING_MOST && at > 0 && (text[at - 1] == ' ' || text[at - 1] == ':'); i++)
        at--;
    return word_before(text, at, words);
}

size_t digits_at(const char *text, const char *separators, size_t most, size_t *digits, char *plain)
{
    size_t at = 0;

    for (*digits = 0; *digits < most && is_digit(text[at]);) {
        if (plain != NULL)
            plain[*digits] = text[at];
        ++*digits;
        at++;
        if (*digits < most && text[at] != '\0' && strchr(separators, text[at]) != NULL &&
            is_digit(text[at + 1]))
            at++;
    }
    return at;
}
