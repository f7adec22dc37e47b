/*
 * v0 - the pilot's interface (…/lciprest/CALL/query): a richer record than v1's, with prices
 *
 * The token of a record stands in its `carInfo`. A record is answered with a `recordid`, which is the same
 * whenever its settlement comes again.
 */
#pragma once

#include "core/exchange.h"

void v0_register_start(struct exchange *x); /* lcipaccountcompany */
void v0_token_start(struct exchange *x);    /* lcipgetaccesstoken */
void v0_record_start(struct exchange *x);   /* lcipcarfixrecordadd */
void v0_modify_start(struct exchange *x);   /* lcipfixrecordmodify */
void v0_search_start(struct exchange *x);   /* lcipsearchfixdatainfo */
