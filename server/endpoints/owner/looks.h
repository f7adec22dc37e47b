/* looks - who looked at an owner's vehicle: all pages of it, and the table to take away */
#pragma once

#include "core/exchange.h"

void looks_start(struct exchange *x);
void looks_csv_start(struct exchange *x);
