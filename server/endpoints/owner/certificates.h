/* certificates - GET /vehicles/:handle/certificates: those that were issued of an owner's vehicle */
#pragma once

#include "core/exchange.h"
#include "render/certificates_page.h"
#include "store/rows.h"

/* From a row of certificates_of_vehicle or certificates_all that is not null; lives as long as the exchange.
 */
struct certificate_line certificate_line_read(struct exchange *x, const struct rows *rows, int row);

void certificates_of_vehicle_start(struct exchange *x);
