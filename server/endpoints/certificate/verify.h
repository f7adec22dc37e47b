/*
 * verify - /verify, /verify/:number and /C: where anybody checks a certificate
 *
 * What is checked is read in the browser. /C is where the code on the paper leads, with all that is signed
 * behind a # that no browser sends. Nobody is signed in here, no cookie is set, and nothing is written down;
 * a form without a token is enough, since it changes nothing. The language is that of ?lang=, of the cookie,
 * or what the browser asks for.
 */
#pragma once

#include "core/exchange.h"

void verify_start(struct exchange *x);
void verify_typed_start(struct exchange *x);  /* POST, with a number: to its page, or what is wrong with it */
void verify_number_start(struct exchange *x); /* state and days of a number, no content */
