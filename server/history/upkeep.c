#include "history/upkeep.h"

#include <stdlib.h>

#include "history/record.h"
#include "history/verdict.h"

/* Visits within a month are one service; habits of long ago say nothing about the next. */
enum { SERVICES_MOST = 7, SERVICES_LEAST = 3, ONE_SERVICE_DAYS = 30, DAYS_A_YEAR = 365 };

struct service {
    struct date on;
    long km;
};

static struct date day_of(const struct record *r)
{
    return date_known(r->settled_on) ? r->settled_on : r->brought_on;
}

static bool is_doubtful(const struct verdict *verdict, size_t record)
{
    for (size_t i = 0; i < verdict->evidence_count; i++)
        if (verdict->evidence[i].record == record)
            return true;
    return false;
}

/* The odometer says nothing about distances where it was turned back, replaced, or raced. */
static bool odometer_is_sound(const struct verdict *verdict)
{
    for (size_t i = 0; i < verdict->reason_count; i++)
        if (verdict->reasons[i] == REASON_ODOMETER_REPLACED || verdict->reasons[i] == REASON_RATE ||
            verdict->reasons[i] == REASON_TOO_FEW)
            return false;
    return verdict->class != VERDICT_INCONSISTENT;
}

/* The latest first, as the history is. */
static size_t collect(const struct history *history, const struct verdict *verdict,
                      struct service services[SERVICES_MOST])
{
    size_t count = 0;

    for (size_t i = 0; i < history->count && count < SERVICES_MOST; i++) {
        const struct record *r = &history->records[i];
        struct service s = {day_of(r), r->odometer_km};

        if ((r->works_coded & (CODE_BIT(WORK_OIL) | CODE_BIT(WORK_MAINTENANCE))) == 0 || !date_known(s.on) ||
            s.km == ODOMETER_UNKNOWN || is_doubtful(verdict, i))
            continue;
        if (count == 0 || date_days_between(s.on, services[count - 1].on) > ONE_SERVICE_DAYS)
            services[count++] = s;
    }
    return count;
}

static int by_size(const void *a, const void *b)
{
    long one = *(const long *)a, other = *(const long *)b;

    return (one > other) - (one < other);
}

/* Of an even number the lower of the two in the middle: rather too early than too late. */
static long middle(long *values, size_t count)
{
    qsort(values, count, sizeof(*values), by_size);
    return values[(count - 1) / 2];
}

static long least(long a, long b)
{
    return a < b ? a : b;
}

struct upkeep upkeep_estimate(const struct history *history, const struct verdict *verdict, struct date today)
{
    struct service services[SERVICES_MOST];
    long km[SERVICES_MOST], days[SERVICES_MOST];
    size_t count = odometer_is_sound(verdict) ? collect(history, verdict, services) : 0;
    struct upkeep u = {.services = (unsigned)count};

    if (count < SERVICES_LEAST)
        return u;
    for (size_t i = 0; i + 1 < count; i++) {
        km[i] = services[i].km - services[i + 1].km;
        days[i] = date_days_between(services[i + 1].on, services[i].on);
    }
    u.interval_km = middle(km, count - 1);
    u.interval_days = middle(days, count - 1);
    long driven = services[0].km - services[count - 1].km,
         took = date_days_between(services[count - 1].on, services[0].on);
    if (u.interval_km <= 0 || driven <= 0)
        return u;
    long due_days = least(u.interval_days, u.interval_km * took / driven);
    u.known = true;
    u.km_a_year = driven * DAYS_A_YEAR / took;
    u.last_on = services[0].on;
    u.last_km = services[0].km;
    u.next_on = date_plus(u.last_on, due_days);
    u.next_km = u.last_km + driven * due_days / took;
    u.past = date_compare(u.next_on, today) < 0;
    return u;
}

/* From which day on silence would mean something; unknown: no such day. */
static struct date collected_from(const struct history *history)
{
    struct date registered = history->vehicle.first_registered, since = history->coverage.collected_since;

    if (!date_known(registered) || !date_known(since) || history->total > history->count)
        return (struct date){0};
    return date_compare(registered, since) > 0 ? registered : since;
}

static size_t put_gap(struct gap gaps[GAPS_MOST], size_t count, struct gap gap)
{
    if (count < GAPS_MOST && date_known(gap.from) && date_days_between(gap.from, gap.to) > GAP_DAYS)
        gaps[count++] = gap;
    return count;
}

size_t gaps_find(const struct history *history, struct date today, struct gap gaps[GAPS_MOST])
{
    struct date later = today;
    bool until_today = true;
    size_t count = 0;

    for (size_t i = 0; i < history->count; i++) {
        const struct record *r = &history->records[i];

        if (!date_known(day_of(r)))
            continue;
        count = put_gap(gaps, count, (struct gap){day_of(r), later, until_today});
        later = date_known(r->brought_on) ? r->brought_on : r->settled_on;
        until_today = false;
    }
    return until_today ? 0 : put_gap(gaps, count, (struct gap){collected_from(history), later, false});
}
