/*
 * site - what anybody may read: the front page, the disclosure policy, static files and the OpenAPI document
 */
#pragma once

#include "core/exchange.h"

void front_start(struct exchange *x);
void policy_start(struct exchange *x);
void language_start(struct exchange *x); /* GET /language/:lang, back to where the visitor was */
void static_start(struct exchange *x);   /* GET /static/:name */
void openapi_start(struct exchange *x);  /* GET /openapi.json */
