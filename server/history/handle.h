/*
 * handle - what stands for a vehicle in one client's addresses, and for a state of its summary
 *
 * Sealed, so that nobody reads or makes one, and bound to its client, so that nobody else can use it. All
 * look-ups of an epoch of HANDLE_DAYS get the same handle; it is good until the end of the next epoch, and
 * longer where its client watches the vehicle, which the database knows (endpoints/platform/own_handle.h).
 */
#pragma once

#include <h2o/memory.h>

#include "core/fault.h"
#include "core/keys.h"
#include "history/vin.h"

enum { HANDLE_DAYS = 90, HANDLE_TEXT = 40, ETAG_TEXT = 19 };

/* Which epoch a moment (seconds since 1970) lies in. */
uint16_t handle_epoch(int64_t seconds);

void handle_make(const struct keys *keys, int64_t client, const struct vin *vin, uint16_t epoch,
                 char text[HANDLE_TEXT]);

/* False for anything but a handle of this client; of whatever epoch, which it leaves in `made`. */
bool MUST_CHECK handle_read(const struct keys *keys, int64_t client, h2o_iovec_t text, struct vin *vin,
                            uint16_t *made);

/* Whether a handle that was made in one epoch is good in another by itself. */
bool handle_is_fresh(uint16_t made, uint16_t epoch);

/* The entity tag, with its quotation marks, of a vehicle's (its key's) summary at a version. */
void etag_make(const struct keys *keys, const uint8_t vehicle[16], int64_t version, char text[ETAG_TEXT]);
