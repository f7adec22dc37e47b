/*
 * paper_payload - the claims as a map of deterministic CBOR
 *
 * Keys are small integers in ascending order, days are yyyymmdd, months are counted from year 0, readings
 * after the first are differences. The issuer is not in it but in the address that it stands in
 * (paper_code.h).
 *
 *    1 profile       2 number        3 predecessor?  4 issued at     5 valid until   6 status index
 *    7 destination?  8 VIN           9 make?        10 model year?  11 registered?  12 as of
 *   13 version      14 coverage     15 collected?   16 records      17 disputes     18 by class [4]
 *   19 regions+     20 works+       21 parts+       22 signals [7]  23 [class, reasons...]
 *   24 readings [month, km, months later, km more, ...]             25 day of the last one
 *   26 digest       27 readings in all, where there are more
 *
 * ? is absent when unknown, + when it was left out; lists of counts are [code, records, code, records, ...].
 */
#pragma once

#include "certificate/claims.h"
#include "core/cbor.h"

enum { PAPER_PAYLOAD_MOST = 8192 };

/* Of sound claims. w->full when it had no room. */
void paper_payload_write(struct cbor_writer *w, const struct claims *claims);

/* False for what paper_payload_write() does not write for any sound claims; the issuer is given. Memory from
 * `pool`. */
bool paper_payload_read(h2o_mem_pool_t *pool, const uint8_t *bytes, size_t length, const char *issuer,
                        struct claims *claims);
