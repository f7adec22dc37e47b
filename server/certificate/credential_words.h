/* credential_words - the words of closed lists in a credential, both ways */
#pragma once

#include <stdbool.h>

#include "certificate/claims.h"

const char *coverage_word(enum coverage_status coverage);
const char *class_word(unsigned class); /* of workshops: "class_1" */

/* False for a word that is not on the list. */
bool coverage_of_word(const char *word, enum coverage_status *coverage);
bool verdict_of_word(const char *word, enum verdict_class *verdict);
bool reason_of_word(const char *word, enum verdict_reason *reason);
bool code_of_word(enum code_list list, const char *word, unsigned *code);
