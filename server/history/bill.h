/*
 * bill - whether a total is what its lines come to (C1)
 *
 * Pure.
 */
#pragma once

#include <stdbool.h>

#include "history/record.h"
#include "history/thresholds.h"

/*
 * True as well where nobody can tell: no total, no lines, a line without a price, or a discount among them,
 * which some programs take off the total and others do not. Parts are priced by the piece or all together, as
 * the program likes.
 */
bool bill_adds_up(const struct thresholds *thresholds, const struct record *record);
