/*
 * status - /certificates/status: what has become of all certificates, signed (W3C Bitstring Status List)
 *
 * Made anew when a state has changed, when an hour has passed, or when another key signs; else it is what
 * this loop made before. Packing and signing run on a helper thread, once for all who ask meanwhile.
 */
#pragma once

#include "core/exchange.h"

struct status_kept;

struct status_kept *status_kept_create(void);
void status_kept_destroy(struct status_kept *kept);

void certificate_status_start(struct exchange *x);
