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

/* The envelope of one of x->asker's, or what went wrong with it (reply_fault). */
void certificate_envelope(struct exchange *x, const struct certificate_number *number,
                          void (*resume)(void *state, h2o_iovec_t envelope), void *state);

/* The number that the path has, as a parameter; NULL after an answer. */
const char *certificate_number_of_path(struct exchange *x, struct certificate_number *number);

/* One of the reasons why one can be withdrawn, or NULL; constant. */
const char *withdrawal_reason(const char *text);

/* The host of the public address, which is the issuer of all certificates. */
const char *certificate_issuer(struct exchange *x);

/* "/v1/certificates/ABCDE-…". */
const char *certificate_path(struct exchange *x, const struct certificate_number *number);

/* Answers whoever had it issued, or goes on with request->resume; `until` is its last day. */
struct certificate_request;
void certificate_tell_issued(struct exchange *x, const struct certificate_request *request,
                             const struct certificate_number *number, const char *until);
