/*
 * batch_zip - /platform/certificates/batches/:batch.zip: all that a finished batch came to
 *
 * NUMBER.pdf and NUMBER.json for each certificate, and results.csv. They were made line by line; here a few
 * at a time are opened and sent, as fast as they are read.
 */
#pragma once

#include "core/exchange.h"

void batch_zip_start(struct exchange *x);
