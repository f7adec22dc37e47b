/*
 * batches - /platform/certificates/batches: a table with a certificate to be issued for each line
 *
 * VIN, reference, destination, language, the owner's link, and its PIN if it has one. Each line is sealed and
 * kept until it is answered (batch_work.h), so the page may be closed. A form's own number makes one batch of
 * it, however often it is sent.
 */
#pragma once

#include "core/exchange.h"
#include "render/certificate_batch_page.h"
#include "store/rows.h"

void batches_start(struct exchange *x);
void batch_send_start(struct exchange *x);
void batch_shown_start(struct exchange *x);
void batch_csv_start(struct exchange *x);

/* Of certificate_batch_lines.sql; the lines live as long as the exchange. */
struct batch_line *batch_lines(struct exchange *x, const char *handle, const struct rows *rows,
                               struct batch_shown *batch);
