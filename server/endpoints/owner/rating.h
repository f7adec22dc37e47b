/* rating - GET and POST /vehicles/:handle/rating/:record: an owner rates a repair, once */
#pragma once

#include "core/exchange.h"

void rating_form_start(struct exchange *x);
void rating_start(struct exchange *x);
