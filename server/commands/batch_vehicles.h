/*
 * batch_vehicles - the vehicles of a transaction: made where missing, and locked, before anything else is
 *
 * Always in the order of their keys, so that two imports, or an import and uploads, wait for each other in
 * one direction only.
 */
#pragma once

#include "commands/transfer.h"

bool MUST_CHECK vehicles_hold(struct transfer *transfer);
