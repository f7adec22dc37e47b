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
