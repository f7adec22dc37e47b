/*
 * sign_in - GET and POST /workshop/sign-in, POST /workshop/sign-out
 *
 * With the company code and password of the upload interface. That there is no such company and that the
 * password is wrong look the same.
 */
#pragma once

#include "core/exchange.h"

void workshop_sign_in_form(struct exchange *x);
void workshop_sign_in_start(struct exchange *x);
void workshop_sign_out_start(struct exchange *x);
