/*
 * chengdu - Chengdu's interface (/carhealth/CALL): v1's messages in a transaction's envelope
 */
#pragma once

#include "core/exchange.h"

void chengdu_register_start(struct exchange *x);
void chengdu_token_start(struct exchange *x);
void chengdu_record_start(struct exchange *x);
/* The clock by which programs date their envelopes: milliseconds, a bare number. */
void chengdu_time_start(struct exchange *x);

void chengdu_explain(struct exchange *x, enum fault fault);
