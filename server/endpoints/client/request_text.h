/* request_text - what people enter for a certificate, as programs send it to POST /v1/certificates */
#pragma once

#include "core/exchange.h"

/* Texts as typed; NULL or empty: not given. The ground is `papers`, a case, where that is not NULL; or
 * `request` and `code`; or else `share` and `pin`, where `share` may also be a case of papers. */
struct request_text {
    const char *vin, *reference, *destination, *language;
    const char *share, *pin;
    const char *request, *code;
    const char *papers;
    const char *predecessor;
};

/* JSON that lives as long as the exchange; empty when what was typed is not UTF-8. */
h2o_iovec_t request_json(struct exchange *x, const struct request_text *text);
