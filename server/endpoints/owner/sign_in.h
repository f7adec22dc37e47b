/*
 * sign_in - an owner signs in with a telephone number and a code sent to it, and out again
 *
 * GET and POST /sign-in: the number. GET and POST /sign-in/code: the code; six digits, five tries, once. The
 * number travels between the two in a sealed cookie of ten minutes. POST /sign-out, /sign-out-everywhere.
 */
#pragma once

#include "core/exchange.h"

void sign_in_form(struct exchange *x);
void sign_in_start(struct exchange *x);
void sign_in_code_form(struct exchange *x);
void sign_in_again_start(struct exchange *x);
void sign_in_code_start(struct exchange *x);
void sign_out_start(struct exchange *x);
void sign_out_everywhere_start(struct exchange *x);
