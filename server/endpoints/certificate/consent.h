/*
 * consent - POST /v1/certificates/consents: an exporter asks an owner for consent to one certificate
 *
 * {"vin", "phone"}. The owner's telephone gets a code that names the exporter and what it is for; whoever has
 * agreed reads it to the exporter. The answer tells nothing: it is the same, and comes after the same time,
 * whether or not the number and the vehicle belong together.
 */
#pragma once

#include "core/exchange.h"

void certificate_consent_start(struct exchange *x);

/* The same for a form: the client is x->asker's. Goes on with what the request is called, or with x->refused.
 */
typedef void certificate_consent_asked(void *state, const char *request);
void certificate_consent_for(struct exchange *x, h2o_iovec_t body, certificate_consent_asked *resume,
                             void *state);
