/*
 * ground - on what a certificate is issued, looked at before anything is read for it
 *
 * certificate_issue() in the database asks again where it stores, so that what was ended meanwhile is a
 * ground no more; here a wrong code or PIN is counted, and the owner's link notes that it was opened.
 */
#pragma once

#include "endpoints/certificate/request.h"

/* Goes on when there is one; else answers. */
void ground_find(struct exchange *x, const struct certificate_request *request, void (*next)(void *state),
                 void *state);

/* Answers what the database says of a ground; false for a word that is of something else. */
bool ground_refuse(struct exchange *x, const char *fate);

/* The hash of the link's secret or of the owner's request, that of the code, and the document, as parameters;
 * null where the ground has none. */
const char *ground_secret_text(struct exchange *x, const struct certificate_request *request);
const char *ground_code_text(struct exchange *x, const struct certificate_request *request);

/* The certificate that this Idempotency-Key has made, at three columns of a row: number, last day, hash of
 * what it came with. False, without an answer, when it has made none. */
bool certificate_again(struct exchange *x, const struct certificate_request *request, const struct rows *rows,
                       int column);
