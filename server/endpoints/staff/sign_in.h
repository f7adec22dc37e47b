/* sign_in - how people of the authority come in, by name and password, and where they arrive */
#pragma once

#include "core/exchange.h"

void staff_sign_in_form(struct exchange *x);
void staff_sign_in_start(struct exchange *x);
void staff_front_start(struct exchange *x);
void staff_sign_out_start(struct exchange *x);
