/*
 * ministry - the interface by which chains send for all their shops (…/lciphostrest/CALL/query)
 *
 * A chain is a workshop's account. It registers its shops, which have no password of their own, and sends
 * their records in batches, each with the shop's code.
 */
#pragma once

#include "core/exchange.h"

void ministry_token_start(struct exchange *x); /* lcipgetaccesstoken */
void ministry_shop_start(struct exchange *x);  /* lcipaccountcompany */
void ministry_batch_start(struct exchange *x); /* lcipcarfixrecordaddall */
