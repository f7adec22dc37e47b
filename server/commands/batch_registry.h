/*
 * batch_registry - the registry's rows of a transaction: their salts, and the new ones by COPY
 */
#pragma once

#include "commands/transfer.h"

/* Finds the salt of each, or makes one, and decides how it is stored. */
bool MUST_CHECK registry_look_up(struct transfer *transfer);

/* Those that are new; their vehicles are held. */
bool MUST_CHECK registry_copy_new(struct transfer *transfer);
