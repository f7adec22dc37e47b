/*
 * v1 - the province-level upload interface that workshops' programs speak (…/lcipprodatarest/CALL/query)
 *
 * Every answer is HTTP 200 with a string `code` and a Chinese `status`, in raw UTF-8: one known program
 * searches the answer's bytes for 新增成功, others give up at any other status. Bodies are JSON whatever
 * their type says.
 */
#pragma once

#include "core/exchange.h"

void v1_register_start(struct exchange *x); /* lcipproaccountcompany */
void v1_token_start(struct exchange *x);    /* lcipprogetaccesstoken */
void v1_record_start(struct exchange *x);   /* lcipprocarfixrecordadd */

/* A fault of the spine, in the interface's own form. */
void v1_explain(struct exchange *x, enum fault fault);
