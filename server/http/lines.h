/*
 * lines - a body that is one thing a line
 */
#pragma once

#include "core/exchange.h"

enum { LINES_MOST = 1000 };

/* The next line that is not blank, without what surrounds it, and its number, counted from 1 with the blank
 * ones. False at the end; then *at == end. */
bool lines_next(const char **at, const char *end, unsigned *number, h2o_iovec_t *line);

/* Lines of the body that are not blank; LINES_MOST + 1 for any greater number. */
long lines_count(const struct exchange *x);
