/*
 * course - one dispute, for those whom it concerns, and the step that each may take next
 *
 * GET and POST /disputes/:handle for the owner, /workshop/disputes/:handle, /staff/disputes/:handle for a
 * supervisor. Whatever is not theirs is nowhere. Who comes too late is told so and sees how it stands.
 */
#pragma once

#include "core/exchange.h"

void course_start(struct exchange *x);
/* GET …/photo: the photo of the settlement list, while the dispute is not closed. */
void course_photo_start(struct exchange *x);
void course_step_start(struct exchange *x);
