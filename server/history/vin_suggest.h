/*
 * vin_suggest - what was probably meant by a VIN whose check digit fails
 *
 * One character misread, or two that stand side by side exchanged. Only from what was sent and the rules of
 * VINs: to rank by vehicles that are on file would tell a workshop, number by number, which those are; and it
 * may know only of those that it has written about itself. Pure, no allocation.
 */
#pragma once

#include <stddef.h>

#include "history/vin.h"

enum { VIN_SUGGESTIONS = 3 };

/*
 * The most likely first: characters that look alike, two exchanged, the check digit itself; how many. Each
 * holds its check digit, has a possible year, and keeps a maker that is known. None when the check digit
 * holds, or when nothing is likelier than the rest: any one character can be changed into one that fits.
 */
size_t vin_suggest(const struct vin *vin, struct vin suggestions[VIN_SUGGESTIONS]);
