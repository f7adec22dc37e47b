/*
 * foshan - Foshan's interface (/api/CALL.ashx): JSON in a field behind the question mark, or of a form
 *
 * Its records are v1's, flattened. The only interface that has what it sends in the address, which is neither
 * logged nor kept anywhere but in the sealed message.
 */
#pragma once

#include "core/exchange.h"

void foshan_token_start(struct exchange *x);  /* getAccessToken.ashx, companydata */
void foshan_record_start(struct exchange *x); /* upRepairInfo.ashx, repairdata */
