/*
 * own_record - what a workshop's program is shown of what it sent itself
 */
#pragma once

#include "core/exchange.h"
#include "history/disclosure.h"
#include "store/rows.h"

/* The columns of history_full, then the vehicle's sealed VIN and its key, are a row of these. A record as the
 * policy shows it to a workshop: the order, not whose car it was; NULL when it does not open. Lives as long
 * as the exchange. */
const struct view_record *own_record(struct exchange *x, const struct rows *rows, int row);
