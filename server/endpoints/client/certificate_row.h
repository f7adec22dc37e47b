/* certificate_row - rows of certificates_shown.sql as an exporter's people are shown them */
#pragma once

#include "core/exchange.h"
#include "certificate/claims.h"
#include "render/client_certificates_page.h"
#include "store/rows.h"

/* Texts live as long as the exchange. False when it cannot be opened, which is logged. */
bool MUST_CHECK certificate_row(struct exchange *x, const struct rows *rows, int row,
                                struct certificate_shown *shown);

/* As that statement takes it. */
const char *number_hex(struct exchange *x, const struct certificate_number *number);
