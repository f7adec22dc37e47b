/*
 * batch_repairs - the records of a transaction: what is known of their settlements, and the new ones by COPY
 */
#pragma once

#include "commands/transfer.h"

/* Decides for each how it is stored. What repeats a settlement of the same transaction goes through
 * accept_repair, so that the later stays the later. */
bool MUST_CHECK repairs_look_up(struct transfer *transfer);

/* Those that are new; their vehicles are held. */
bool MUST_CHECK repairs_copy(struct transfer *transfer);
