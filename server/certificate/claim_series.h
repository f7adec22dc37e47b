/*
 * claim_series - the odometer readings of a certificate, and which of them a paper's code keeps
 *
 * Pure, no allocation. Readings are those of struct claims: oldest first, a month each but for the last one's
 * day, CLAIM_READINGS_MOST at most.
 */
#pragma once

#include "certificate/claims.h"

/*
 * The first 16 bytes of SHA-256 over the deterministic CBOR array [[yyyymmdd, km], ...] of all of them, with
 * 00 for the day where it is a month. So a shortened series can be held against the whole one.
 */
void claim_series_digest(const struct claim_reading *readings, size_t count,
                         uint8_t digest[SERIES_DIGEST_BYTES]);

/*
 * Shortens a series to `room` readings: the last and the first, then both readings of every fall, the deepest
 * first, then others at even distances. `kept` has room for as many and is in the order of time; how many
 * they are: one fewer when the last that would have room is half of a fall.
 */
size_t claim_series_shorten(const struct claim_reading *readings, size_t count, size_t room,
                            struct claim_reading *kept);

/* How many of them the first two rules keep. */
size_t claim_series_least(const struct claim_reading *readings, size_t count);
