/*
 * download - all that is stored about an owner, as JSON and as PDF
 *
 * What the account holds is read step by step, and each vehicle's history through disclose(), as on its page;
 * the document is made on a helper thread. The owner's look at each vehicle leaves its line.
 */
#pragma once

#include "core/exchange.h"

void download_form_start(struct exchange *x);
void download_json_start(struct exchange *x);
void download_pdf_start(struct exchange *x);
