/*
 * docs - GET /docs: what platforms' engineers read
 *
 * Long, and the same for all who have not signed in: so each loop makes it once in a language and keeps it.
 */
#pragma once

#include "core/exchange.h"

struct docs;

struct docs *docs_create(void);
void docs_destroy(struct docs *docs);

void docs_start(struct exchange *x);
