/*
 * consent_ask - GET and POST /vehicles/consent and /vehicles/consent/code: somebody asks a vehicle's owner to
 * let them read it
 *
 * A code goes to the owner's telephone if an account with that number holds that vehicle; the owner reads it
 * out, and it counts in the browser that asked. Whether it was sent is told to nobody: the answer is the
 * same, and comes at the same time.
 */
#pragma once

#include "core/exchange.h"

void consent_form_start(struct exchange *x);
void consent_ask_start(struct exchange *x);
void consent_code_form_start(struct exchange *x);
void consent_code_start(struct exchange *x);
