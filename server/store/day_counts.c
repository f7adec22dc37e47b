#include "store/day_counts.h"

#include <stdlib.h>
#include <string.h>

/* A set is what the processor reads at once. */
enum { SETS = 16384, WAYS = 4 };

struct counted {
    uint64_t name;
    uint32_t day, taken;
};

struct day_counts {
    struct counted set[SETS][WAYS];
};

struct day_counts *day_counts_create(void)
{
    struct day_counts *counts = aligned_alloc(sizeof(counts->set[0]), sizeof(*counts));

    if (counts == NULL)
        abort();
    return memset(counts, 0, sizeof(*counts));
}

void day_counts_destroy(struct day_counts *counts)
{
    free(counts);
}

uint32_t *day_counts_of(struct day_counts *counts, struct counted_name name, uint32_t day)
{
    struct counted *place = counts->set[name.set % SETS];
    uint32_t least = UINT32_MAX;

    for (struct counted *c = place, *end = c + WAYS; c < end; c++) {
        uint32_t taken = c->day == day ? c->taken : 0;

        if (c->name == name.rest && c->day == day)
            return &c->taken;
        if (taken < least) {
            least = taken;
            place = c;
        }
    }
    *place = (struct counted){name.rest, day, 0};
    return &place->taken;
}
