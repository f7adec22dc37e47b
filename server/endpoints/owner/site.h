/*
 * site - pages without a state: the front page, the disclosure policy, the language, static files
 */
#pragma once

#include "core/exchange.h"

void front_start(struct exchange *x);
void policy_start(struct exchange *x);
void language_start(struct exchange *x); /* GET /language/:lang, back to where the visitor was */
void static_start(struct exchange *x);   /* GET /static/:name */
