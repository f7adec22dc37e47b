/*
 * v1 - the province-level interface (…/lcipprodatarest/CALL/query), which most programs speak
 *
 * Bodies are JSON whatever their type says; the token is in the body.
 */
#pragma once

#include "core/exchange.h"

void v1_register_start(struct exchange *x); /* lcipproaccountcompany */
void v1_token_start(struct exchange *x);    /* lcipprogetaccesstoken */
void v1_record_start(struct exchange *x);   /* lcipprocarfixrecordadd */

/* A fault of the spine, in the interface's own form. */
void v1_explain(struct exchange *x, enum fault fault);
