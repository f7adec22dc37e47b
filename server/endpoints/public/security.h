/*
 * security - GET /.well-known/security.txt (RFC 9116): whom to tell of a weakness
 *
 * As CHEDANG_SECURITY_CONTACT says; 404 where nobody is named. It expires after half a year, of which it is
 * made anew with each answer: what is kept elsewhere grows old, as the standard wants it.
 */
#pragma once

#include "core/exchange.h"

void security_txt_start(struct exchange *x);
