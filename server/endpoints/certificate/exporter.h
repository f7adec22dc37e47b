/* exporter - a client that has certificates issued, as a row says who it is and what its contract allows */
#pragma once

#include "core/exchange.h"
#include "store/rows.h"

enum { EXPORTER_COLUMNS = 5 }; /* id, public id, whether of the sandbox, the contract's day, purposes */

/* From these columns. False when no contract of today lets certificates be issued. */
bool exporter_read(struct asker *asker, const struct rows *rows, int row, int column);
