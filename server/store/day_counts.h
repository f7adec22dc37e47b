/*
 * day_counts - how often each of many was counted in a day, in memory of a fixed size
 *
 * Four places for each set of names; when there are more, what was counted least gives way. Belongs to a
 * loop.
 */
#pragma once

#include <stdint.h>

struct day_counts;

/* Of hashes with a key: nobody chooses who shares a set. */
struct counted_name {
    uint64_t set, rest;
};

struct day_counts *day_counts_create(void);
void day_counts_destroy(struct day_counts *counts);

/* How often, to be raised by the caller before the next one is asked for. */
uint32_t *day_counts_of(struct day_counts *counts, struct counted_name name, uint32_t day);
