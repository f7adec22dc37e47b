#include "certificate/credential_words.h"

#include <string.h>

const char *coverage_word(enum coverage_status coverage)
{
    static const char *const words[] = {[COVERAGE_RECORDED] = "recorded",
                                        [COVERAGE_NONE_RECORDED] = "none_recorded",
                                        [COVERAGE_NOT_COLLECTED] = "not_collected"};

    return words[coverage];
}

const char *class_word(unsigned class)
{
    static const char *const words[] = {"unknown", "class_1", "class_2", "class_3"};

    return words[class];
}

bool coverage_of_word(const char *word, enum coverage_status *coverage)
{
    for (int i = COVERAGE_RECORDED; i <= COVERAGE_NOT_COLLECTED; i++)
        if (strcmp(coverage_word((enum coverage_status)i), word) == 0) {
            *coverage = (enum coverage_status)i;
            return true;
        }
    return false;
}

bool verdict_of_word(const char *word, enum verdict_class *verdict)
{
    for (int i = VERDICT_NO_JUDGEMENT; i <= VERDICT_INCONSISTENT; i++)
        if (strcmp(verdict_class_code((enum verdict_class)i), word) == 0) {
            *verdict = (enum verdict_class)i;
            return true;
        }
    return false;
}

bool reason_of_word(const char *word, enum verdict_reason *reason)
{
    for (int i = REASON_NONE + 1; i < REASON_COUNT; i++)
        if (strcmp(verdict_reason_code((enum verdict_reason)i), word) == 0) {
            *reason = (enum verdict_reason)i;
            return true;
        }
    return false;
}

bool code_of_word(enum code_list list, const char *word, unsigned *code)
{
    const struct code_words *words;

    for (unsigned i = 0; (words = code_words(list, i)) != NULL; i++)
        if (strcmp(words->code, word) == 0) {
            *code = i;
            return true;
        }
    return false;
}
