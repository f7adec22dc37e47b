/*
 * fleet_line - a vehicle's papers on one line of text, as people paste them from a spreadsheet
 *
 * VIN, plate, engine number, number of the registration certificate: with a tab, a comma or a semicolon
 * between, narrow or wide, and perhaps quotes around. Pure.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "history/papers.h"
#include "history/vin.h"

enum fleet_column { FLEET_PLATE, FLEET_ENGINE_NO, FLEET_REGISTRATION_NO, FLEET_FACTS };

enum fleet_line_fault {
    FLEET_LINE_OK,
    FLEET_LINE_BLANK,   /* or the heads of the columns: nothing is said of it */
    FLEET_LINE_COLUMNS, /* not four of them */
    FLEET_LINE_VIN,
    FLEET_LINE_FACT /* one that is empty, too long or not UTF-8 */
};

struct fleet_line {
    struct vin vin;
    char fact[FLEET_FACTS][FACT_TEXT]; /* normalised */
};

enum fleet_line_fault fleet_line_read(const char *text, size_t length, struct fleet_line *line);

/* How its papers' facts are called: the kinds of FACT_PLATE and so on. */
enum fact fleet_fact(enum fleet_column column);
