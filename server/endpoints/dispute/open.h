/*
 * open - GET and POST /vehicles/:handle/dispute and /vehicles/:handle/dispute/:record: an owner contests a
 * record, or misses one
 *
 * The form carries the handle that the dispute will have, so that a form sent twice is one dispute.
 */
#pragma once

#include "core/exchange.h"

void dispute_form_start(struct exchange *x);
void dispute_open_start(struct exchange *x);
