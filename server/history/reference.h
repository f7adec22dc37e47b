/*
 * reference - a client's own number of a case, which the vehicle's owner reads and the trail keeps in the
 * clear
 *
 * So it must not hold what would tell the vehicle or a person. Pure, no allocation.
 */
#pragma once

#include <stdbool.h>

/*
 * Whether it is a VIN, or holds one, or a mobile number that stands by itself. `reference` is letters,
 * digits, and the separators _ . : and -, which a VIN within it may be divided by. Within other signs only
 * what has the check digit, digits at its end, and a maker that is known or Chinese counts as a VIN: random
 * numbers of cases have the check digit once in eleven times.
 */
bool reference_tells(const char *reference);
