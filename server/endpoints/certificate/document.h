/*
 * document - an exporter shows by a vehicle's papers on whose behalf it asks, and follows what a reviewer
 * decides
 *
 * POST /v1/certificate-documents: a form with files, "vin" and a photo of "registration" or "invoice", or
 * both. While a case of that vehicle waits, the answer is that case, and it keeps its photos. GET
 * /v1/certificate-documents/{document}: waiting, approved, with until when it is a ground of certificates,
 * or refused, with the reason.
 */
#pragma once

#include "core/exchange.h"

void document_send_start(struct exchange *x);
void document_start(struct exchange *x);
