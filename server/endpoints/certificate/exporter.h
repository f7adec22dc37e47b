/* exporter - a client that has certificates issued, as a row says who it is and what its contract allows */
#pragma once

#include "core/exchange.h"
#include "store/rows.h"

/* Id, public id, whether of the sandbox, until when it is slowed, whether bulk is agreed, the contract's day,
 * purposes. */
enum { EXPORTER_COLUMNS = 7 };

/* From these columns. False when no contract of today lets certificates be issued. */
bool exporter_read(struct asker *asker, const struct rows *rows, int row, int column);
