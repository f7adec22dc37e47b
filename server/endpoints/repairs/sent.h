/*
 * sent - what became of records that a program has sent: one by its handle, and all of which something is odd
 *
 * Their state and findings, and nothing of what they say: the program has that. A vendor sees those of
 * workshops that have it named now.
 */
#pragma once

#include "core/exchange.h"

void repair_sent_start(struct exchange *x);  /* GET /v1/repairs/:handle */
void repairs_sent_start(struct exchange *x); /* GET /v1/repairs?findings=open */
