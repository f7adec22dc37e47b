/*
 * issue - POST /v1/certificates
 *
 * Idempotent by Idempotency-Key: the same request again is answered with the same certificate, and of two at
 * once one makes it. The owner's consent, the log and the certificate are one transaction; the look is in the
 * trail, and on the disk, before the answer leaves.
 */
#pragma once

#include "core/exchange.h"

void certificate_issue_start(struct exchange *x);
