/*
 * held - the certificates that a client has got: GET /v1/certificates, one of them, what was signed, and its
 * end
 *
 * GET /v1/certificates/{number} says what became of it; {number}.json is the envelope: the credential, and
 * the proof that the log has it. What a client asks for by a number of somebody else is as if it were not
 * there.
 */
#pragma once

#include "certificate/claims.h"
#include "core/exchange.h"

void certificates_start(struct exchange *x);
void certificate_start(struct exchange *x);
void certificate_envelope_start(struct exchange *x);
void certificate_withdraw_start(struct exchange *x);

/* The host of the public address, which is the issuer of all certificates. */
const char *certificate_issuer(struct exchange *x);

/* "/v1/certificates/ABCDE-…". */
const char *certificate_path(struct exchange *x, const struct certificate_number *number);

/* Answers whoever had it issued; `until` is its last day. */
void certificate_reply_issued(struct exchange *x, const struct certificate_number *number, const char *until);
