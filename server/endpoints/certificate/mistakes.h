/*
 * mistakes - all that is wrong with a request, found before anything is asked
 *
 * A program is told of the first, as ever; a form learns of each, and marks every field at once.
 */
#pragma once

#include "core/exchange.h"

/* Zero but for `x`: nothing is wrong. */
struct mistakes {
    struct exchange *x;
    struct refusal *first, *last; /* in the order in which they were found */
};

/* `detail` and `pointer` as in reply_problem(); they live as long as the exchange. */
void mistake(struct mistakes *mistakes, enum fault fault, const char *detail, const char *pointer);

/* Answers when there are any, and says so. */
bool MUST_CHECK mistakes_told(const struct mistakes *mistakes);
