/*
 * table - the vehicles of an organisation
 *
 *   GET  /organisations/:handle            fleet_page: sort, page
 *   POST /organisations/:handle            likewise, with q: what is searched for stands in no address
 *   GET  /organisations/:handle/fleet.csv
 */
#pragma once

#include "core/exchange.h"

void fleet_start(struct exchange *x);
void fleet_search_start(struct exchange *x);
void fleet_csv_start(struct exchange *x);
