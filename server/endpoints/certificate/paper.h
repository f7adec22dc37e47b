/*
 * paper - GET /v1/certificates/{number}.pdf: the certificate on paper, drawn on a helper thread
 *
 * From what was signed and nothing else: the same certificate gives the same bytes.
 */
#pragma once

#include "core/exchange.h"

void certificate_paper_start(struct exchange *x);
