#include "history/series.h"

#include "history/record.h"

enum { TOLERATED_KM = 99 };

static struct date day_of(const struct record *r)
{
    return date_known(r->settled_on) ? r->settled_on : r->brought_on;
}

/* A history is newest first, so its end is the beginning. */
void series_collect(const struct history *history, struct series *s)
{
    s->count = 0;
    for (size_t i = history->count; i-- > 0 && s->count < SERIES_MOST;) {
        const struct record *r = &history->records[i];

        if (r->odometer_km == ODOMETER_UNKNOWN || !date_known(day_of(r)))
            continue;
        s->reading[s->count++] =
            (struct reading){.record = i,
                             .since = date_known(r->brought_on) ? r->brought_on : r->settled_on,
                             .until = day_of(r),
                             .km = r->odometer_km,
                             .workshop = r->workshop.id,
                             .works = r->works_coded};
    }
}

bool reading_falls(const struct reading *before, const struct reading *after)
{
    return before->km - after->km > TOLERATED_KM;
}

bool reading_same_day(const struct reading *a, const struct reading *b)
{
    return date_compare(a->until, b->until) == 0;
}

/* Within so many days, no vehicle is driven further. Not halved for private ones: whose it is, is not known.
 */
static long most_km(long days)
{
    static const struct {
        long days, km;
    } most[] = {
        {1,   1500  },
        {7,   6000  },
        {31,  18000 },
        {92,  45000 },
        {366, 120000},
    };
    enum { COUNT = sizeof(most) / sizeof(most[0]) };

    for (size_t i = 0; i < COUNT; i++)
        if (days <= most[i].days)
            return most[i].km;
    return (days + most[COUNT - 1].days - 1) / most[COUNT - 1].days * most[COUNT - 1].km;
}

bool reading_races(const struct reading *before, const struct reading *after)
{
    long days = date_days_between(before->since, after->until);

    return after->km - before->km > most_km(days < 0 ? 1 : days + 1);
}

bool series_plausible_without(const struct series *s, size_t left_out)
{
    const struct reading *highest = NULL, *last = NULL;

    for (size_t i = 0; i < s->count; i++) {
        const struct reading *r = &s->reading[i];

        if (i == left_out)
            continue;
        if (highest != NULL && reading_falls(highest, r) && !reading_same_day(highest, r))
            return false;
        if (last != NULL && reading_races(last, r))
            return false;
        if (highest == NULL || r->km > highest->km)
            highest = r;
        last = r;
    }
    return true;
}
