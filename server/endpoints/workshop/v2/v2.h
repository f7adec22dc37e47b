/*
 * v2 - the openapi of the Yangtze Delta (…/openapi/repairRecord/CALL): a repair in three signed steps
 *
 * A car is received, its items are told, its bill is settled; only then there is a record. What is wrong is
 * refused with a code, and kept in quarantine.
 */
#pragma once

#include "core/exchange.h"

void v2_insert_start(struct exchange *x);
void v2_items_start(struct exchange *x);   /* updateRepairItemByOrderCode */
void v2_settle_start(struct exchange *x);  /* updateSettleInfoByOrderCode */
void v2_correct_start(struct exchange *x); /* updateRepairInfoByOrderCode */
void v2_errors_start(struct exchange *x);  /* queryCompanyErrRepairRecord */
