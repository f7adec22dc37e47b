/*
 * matter - one finding, for those whom it concerns, and what each may do about it
 *
 * GET and POST /workshop/findings/:finding for the workshop whose record it is, /staff/findings/:finding for
 * a supervisor once it was explained or escalated. Whatever is not theirs is nowhere. Who comes too late is
 * told so and sees how it stands.
 */
#pragma once

#include "core/exchange.h"

void matter_start(struct exchange *x);
void matter_act_start(struct exchange *x);
