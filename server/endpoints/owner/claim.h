/*
 * claim - GET and POST /vehicles/claim: an account says that a vehicle is its own, by the facts on the
 * vehicle's papers
 *
 * Wrong facts, a vehicle that is not registered and somebody else's get the same answer after the same steps.
 * Tries are counted by vehicle, account and address before anything is compared.
 */
#pragma once

#include "core/exchange.h"

void claim_form_start(struct exchange *x);
void claim_start(struct exchange *x);
