/* certificate - /platform/certificates/:number: one that an exporter has got, and its withdrawal */
#pragma once

#include "core/exchange.h"

void certificate_shown_start(struct exchange *x);
void certificate_withdrawn_start(struct exchange *x);
