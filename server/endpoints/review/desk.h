/*
 * desk - reviewers decide by documents
 *
 * GET /staff/reviews: what waits. GET /staff/reviews/:review: a case; POST: the decision. GET
 * /staff/reviews/:review/:photo: a photo, while the case is open; that it was looked at is noted. For whoever
 * is no reviewer none of it exists.
 */
#pragma once

#include "core/exchange.h"

void desk_start(struct exchange *x);
void desk_case_start(struct exchange *x);
void desk_decide_start(struct exchange *x);
void desk_photo_start(struct exchange *x);
