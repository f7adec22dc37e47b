/*
 * quality - GET /workshop/quality, /staff/workshops and /staff/workshops/:workshop: workshops as a whole
 *
 * A workshop sees what the authority sees of it. Of the authority, supervisors see it.
 */
#pragma once

#include "core/exchange.h"

void quality_of_workshop_start(struct exchange *x);
void ranking_start(struct exchange *x);
void quality_for_staff_start(struct exchange *x);
