#include "history/workshop_mark.h"

#include "history/record.h"

enum { NEIGHBOURS = 8, TOLERATED_KM = 99 };

/* For both: a contradiction does not say who is wrong. */
static void compare(const struct workshop_job *before, const struct workshop_job *after,
                    struct workshop_mark *earlier, struct workshop_mark *later)
{
    if (before->day == after->day || before->odometer_km == after->odometer_km)
        return;
    if (before->odometer_km - after->odometer_km > TOLERATED_KM) {
        earlier->discordant++;
        later->discordant++;
    } else if (after->odometer_km > before->odometer_km) {
        earlier->concordant++;
        later->concordant++;
    }
}

static void mark_odometers(const struct workshop_job *jobs, size_t count, struct workshop_mark *marks)
{
    for (size_t at = 0; at < count; at++) {
        unsigned compared = 0;

        if (jobs[at].odometer_km == ODOMETER_UNKNOWN)
            continue;
        for (size_t next = at + 1; next < count && compared < NEIGHBOURS; next++) {
            if (jobs[next].odometer_km == ODOMETER_UNKNOWN)
                continue;
            compare(&jobs[at], &jobs[next], &marks[at], &marks[next]);
            compared++;
        }
    }
}

static void mark_plates(const struct workshop_job *jobs, size_t count, struct workshop_mark *marks)
{
    uint64_t plate = 0;

    for (size_t i = 0; i < count; i++) {
        if (jobs[i].plate == 0)
            continue;
        marks[i].plate_differs = plate != 0 && jobs[i].plate != plate;
        plate = jobs[i].plate;
    }
}

void workshop_marks(const struct workshop_job *jobs, size_t count, struct workshop_mark *marks)
{
    for (size_t i = 0; i < count; i++)
        marks[i] = (struct workshop_mark){0};
    mark_odometers(jobs, count, marks);
    mark_plates(jobs, count, marks);
}
