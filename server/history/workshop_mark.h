/*
 * workshop_mark - what a record says about its workshop, beside the other records of its vehicle
 *
 * Pure. Nothing here tells a vehicle or a person: plates and texts are keyed hashes, days are numbers.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "history/finding.h"

/* One settled job. */
struct workshop_job {
    int64_t workshop;
    uint64_t vehicle;      /* a keyed hash */
    uint64_t plate, fault; /* keyed hashes; 0: none was sent */
    long day;              /* settled, else brought in; since 1970, in China */
    long accepted_day;     /* likewise */
    int accepted_minute;   /* of that day */
    long odometer_km;      /* or ODOMETER_UNKNOWN */
    bool has_works, has_parts;
    finding_set findings;
};

struct workshop_mark {
    bool plate_differs; /* from the one that the vehicle had at its visit before */
    /* Readings of the vehicle on other days, at most eight before and eight after this one, that it goes
     * together with, and that it contradicts. Less than 100 km is how people write. */
    unsigned concordant, discordant;
};

/* A vehicle's jobs, oldest first, and a mark for each. */
void workshop_marks(const struct workshop_job *jobs, size_t count, struct workshop_mark *marks);
