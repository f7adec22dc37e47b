/*
 * certificates - /platform/certificates: what an exporter has got, by state, or by number or reference
 *
 * References are sealed, so a search opens those of the latest 2,000 behind where it begins, and says where
 * to go on. What was searched for is in no address.
 */
#pragma once

#include "core/exchange.h"

void certificates_shown_start(struct exchange *x);
void certificates_search_start(struct exchange *x);
void certificates_csv_start(struct exchange *x);
