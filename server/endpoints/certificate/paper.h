/*
 * paper - GET /v1/certificates/{number}.pdf: the certificate on paper, drawn on a helper thread
 *
 * From what was signed and nothing else: the same certificate gives the same bytes.
 */
#pragma once

#include "certificate/claims.h"
#include "core/exchange.h"

void certificate_paper_start(struct exchange *x);
void certificate_preview_start(struct exchange *x); /* {number}.png: its first page */

/* One of x->asker's as PDF, or with `preview` its first page as PNG, which lives as long as the exchange; or
 * what went wrong (reply_fault). */
void certificate_paper(struct exchange *x, const struct certificate_number *number, bool preview,
                       void (*resume)(void *state, h2o_iovec_t bytes), void *state);
