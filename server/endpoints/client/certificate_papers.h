/*
 * certificate_papers - /platform/certificates/papers: an exporter's people send papers of a vehicle for a
 * reviewer, in place of its owner's consent
 *
 * As POST /v1/certificate-documents does (endpoints/certificate/document.h). What was typed stays where
 * something is wrong; photos have to be chosen again, as browsers have it. Then the list of certificates
 * shows the case.
 */
#pragma once

#include "core/exchange.h"

void certificate_papers_start(struct exchange *x);
void certificate_papers_send_start(struct exchange *x);
