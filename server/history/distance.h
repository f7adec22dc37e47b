/*
 * distance - how far two workshops are at least apart
 *
 * From the seats of prefectures (places.csv beside this file, by the first four digits of GB/T 2260), so it
 * is coarse: what a prefecture may measure is taken off. Counties that a province governs by itself (4290,
 * 4690, 5002, 6590) lie apart from each other and are not in the table. Pure.
 */
#pragma once

#include <stddef.h>

/* Tenths of a degree. */
struct place {
    int code, north, east;
};
extern const struct place prefectures[]; /* in the order of their codes */
extern const size_t prefectures_count;

/* In kilometres, of two division codes of six digits; 0 within one prefecture and for near ones, -1 where
 * either is not known. */
long distance_km(const char *region, const char *other);
