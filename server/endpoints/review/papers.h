/*
 * papers - an owner shows by documents that a vehicle is theirs, and follows what comes of it
 *
 * GET and POST /vehicles/claim/papers: the form. GET /reviews/:review: the case; POST: documents for it, for
 * a second look at what was refused or by either of two whose vehicle it may be. The form carries the handle
 * that the case will have, so that a form sent twice is one case.
 */
#pragma once

#include "core/exchange.h"

void papers_form_start(struct exchange *x);
void papers_start(struct exchange *x);
void review_start(struct exchange *x);
void review_send_start(struct exchange *x);
