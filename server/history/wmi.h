/*
 * wmi - makers by world manufacturer identifier (ISO 3780), the first three characters of a VIN
 *
 * A table of those that are met in China: the works of the country, and the marks that are imported. A maker
 * of few vehicles (third character 9) has further characters later on and is not told apart. Pure, no
 * allocation.
 */
#pragma once

#include <stddef.h>

#include "history/vin.h"

struct maker {
    char wmi[4];
    const char *zh, *en;
};

/* NULL when the table does not know it. */
const struct maker *maker_of(const struct vin *vin);

/* The whole table, in the order of `wmi`. */
const struct maker *makers(size_t *count);
