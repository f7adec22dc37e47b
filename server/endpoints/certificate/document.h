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
#include "core/photo.h"

void document_send_start(struct exchange *x);
void document_start(struct exchange *x);

/* "registration" and "invoice", of which one is enough. */
enum { DOCUMENT_PHOTOS = 2 };
void document_photos(struct photo_field photo[DOCUMENT_PHOTOS]);

/* Learns of the case; `before`: it waited already, and keeps the photos that it has. */
typedef void document_sent(void *state, const char *handle, bool before);

/*
 * The same for a form: the client is x->asker's, and `form` the exchange that the form came by, divided into
 * its parts. Goes on with the case, or with x->refused; by then each of `photo`, which belong to the form,
 * has its fault.
 */
void document_send_for(struct exchange *x, struct exchange *form, struct photo_field photo[DOCUMENT_PHOTOS],
                       document_sent *resume, void *state);
