/*
 * account - what an owner can do about the account itself
 *
 * GET /account. GET and POST /account/phone: a new number, which gets a code; GET and POST
 * /account/phone/code: the code, and the old number is told at once. GET and POST /account/close: the end of
 * it.
 */
#pragma once

#include "core/exchange.h"

void account_start(struct exchange *x);
void phone_form_start(struct exchange *x);
void phone_start(struct exchange *x);
void phone_again_start(struct exchange *x);
void phone_code_form_start(struct exchange *x);
void phone_code_start(struct exchange *x);
void close_form_start(struct exchange *x);
void close_start(struct exchange *x);
