/* messages - what an owner was told, and how the owner wants to be told */
#pragma once

#include "core/exchange.h"

void messages_start(struct exchange *x);
void telling_form_start(struct exchange *x);
void telling_start(struct exchange *x);
