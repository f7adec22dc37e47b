/*
 * lists - GET /workshop/findings and /staff/findings: what is odd, and waits for somebody
 *
 * A workshop that looks is told by looking: its days begin, if they have not.
 */
#pragma once

#include "core/exchange.h"

void findings_of_workshop_start(struct exchange *x);
void findings_of_supervisor_start(struct exchange *x);
