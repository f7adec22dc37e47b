/*
 * add - an organisation claims vehicles by the facts on their papers, one or many
 *
 *   GET  /organisations/:handle/add        fleet_add_page
 *   POST /organisations/:handle/add        vin, plate, engine_no, registration_no
 *   POST /organisations/:handle/add-many   lines
 *
 * The register has to name the organisation's own code as holder. Wrong facts, a vehicle that is not
 * registered and somebody else's get the same answer at the same time; tries are counted by vehicle and
 * organisation before anything is compared.
 */
#pragma once

#include "core/exchange.h"

void fleet_add_form_start(struct exchange *x);
void fleet_add_start(struct exchange *x);
void fleet_add_many_start(struct exchange *x);
