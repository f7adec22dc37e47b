/*
 * own_handle - the vehicle that a client names in the address by a handle that it was given
 *
 * One of this epoch or the one before is good by itself. An older one is good while its client's watch of the
 * vehicle is held, which PostgreSQL is asked.
 */
#pragma once

#include "core/exchange.h"
#include "history/vin.h"

struct own_handle {
    struct vin vin;
    uint16_t made; /* the epoch of the handle */
    struct exchange *x;
    void (*found)(void *state);
    void *state;
};

/* Of the first segment of the path: fills in a struct that lives as long as `x` and calls `found`, maybe at
 * once, so this is the caller's last deed. Or answers HANDLE_UNKNOWN, or what kept it from asking. */
void own_handle_read(struct exchange *x, struct own_handle *handle, void (*found)(void *state), void *state);
