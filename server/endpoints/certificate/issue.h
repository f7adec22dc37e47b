/*
 * issue - POST /v1/certificates
 *
 * Idempotent by Idempotency-Key: the same request again is answered with the same certificate, and of two at
 * once one makes it. Counted as a look-up is, and the ground is looked at before anything is read. The ground
 * as it is then, the log, the certificate and its line in the trail are one transaction, which is on the disk
 * before the answer leaves; a request that comes again leaves no line.
 */
#pragma once

#include "endpoints/certificate/request.h"

void certificate_issue_start(struct exchange *x);

/*
 * The same for somebody else than a program: the client is x->asker's, `body` is as in POST /v1/certificates,
 * and `key` in place of the header field. Goes on with the number and the last day, or with x->refused.
 */
void certificate_issue_for(struct exchange *x, h2o_iovec_t body, h2o_iovec_t key, certificate_issued *resume,
                           void *state);
