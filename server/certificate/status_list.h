/*
 * status_list - what has become of certificates since: two bits each (W3C Bitstring Status List)
 *
 * The bits are packed by gzip into a credential that the issuer signs as any other, so that a list can be
 * kept and carried to where there is no network. Bit 0 is the highest of the first byte.
 */
#pragma once

#include <stdbool.h>

#include <h2o/memory.h>
#include <jansson.h>

#include "certificate/proof.h"

enum certificate_status { STATUS_VALID, STATUS_SUPERSEDED, STATUS_WITHDRAWN, STATUS_RESERVED };

enum {
    STATUS_ENTRIES_LEAST = 131072, /* so that a place among them says nothing */
    STATUS_ENTRIES_MOST = 16 * 1024 * 1024,
    STATUS_PER_BYTE = 4,
    STATUS_LIST_MOST = 8 * 1024 * 1024, /* of the document */
    STATUS_TTL_MS = 900000,
    STATUS_VALID_SECONDS = 86400
};

/* `bits` has entries / STATUS_PER_BYTE bytes. */
void status_put(uint8_t *bits, unsigned index, enum certificate_status status);
enum certificate_status status_get(const uint8_t *bits, unsigned index);

struct status_list {
    const char *issuer;
    int64_t made_at, valid_until; /* seconds since 1970 */
    const uint8_t *bits;
    unsigned entries; /* a multiple of STATUS_PER_BYTE between the bounds above */
};

/* Canonical JSON with its proof, from `pool`. */
bool status_list_make(h2o_mem_pool_t *pool, const struct status_list *list, const uint8_t *seed,
                      h2o_iovec_t *bytes);

/* False for what status_list_make() does not make; but another gzip may have packed it. Nothing is proven yet
 * (proof_holds). Memory from `pool`. */
bool status_list_read(h2o_mem_pool_t *pool, const char *text, size_t length, struct status_list *list,
                      struct proof *proof);
