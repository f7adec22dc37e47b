/*
 * certificate_form - /platform/certificates/new: an exporter's people ask for one certificate
 *
 * With the owner's link or with approved papers at once; or, in two steps, with a code that the owner gets:
 * the second page carries what was entered, and nothing of it is in an address. ?papers= names a case, whose
 * VIN the form then has. The form's own number makes one certificate of it, however often it is sent.
 */
#pragma once

#include "core/exchange.h"

void certificate_form_start(struct exchange *x);
void certificate_sent_start(struct exchange *x);
