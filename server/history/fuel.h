/*
 * fuel - kinds of fuel by the letters of the openapi interface (after GA 24.9), and what they rule out
 *
 * A petrol, B diesel, C electric, D mixed oil, E natural gas, F LPG, L methanol, M ethanol, N solar, O
 * hybrid, P hydrogen, Q biofuel, R dimethyl ether, Y none, Z other. Pure.
 */
#pragma once

#include <stdbool.h>

#include "history/codes.h"

/* 0 for what is not one of the letters. */
char fuel_parse(const char *text);

/* Whether one vehicle cannot be both; a petrol one may be converted to gas, and Y and Z say nothing. */
bool fuels_conflict(char a, char b);

/* Whether such work or parts are not done to such a vehicle. */
bool fuel_excludes(char fuel, work_codes works, part_codes parts);
