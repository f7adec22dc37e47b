#include "history/misreading.h"

#include <stdlib.h>

/* A ratio counts within two in a hundred of what was to be expected. */
enum { EXPECTED_PERCENT = 2, MILES_PER_1000_KM = 621, METRES_PER_MILE = 1609 };

/* On a line through two readings. */
static long on_line(const struct reading *a, const struct reading *b, struct date on)
{
    long days = date_days_between(a->until, b->until);

    return days <= 0 ? a->km : a->km + (b->km - a->km) * date_days_between(a->until, on) / days;
}

/* Between its neighbours; at either end, as the vehicle was driven otherwise. -1: not to be told. */
static long expected_km(const struct series *s, size_t at)
{
    const struct reading *first = &s->reading[at == 0 ? 1 : 0];
    const struct reading *last = &s->reading[at == s->count - 1 ? s->count - 2 : s->count - 1];
    struct date on = s->reading[at].until;

    if (s->count < 3)
        return -1;
    if (at > 0 && at < s->count - 1)
        return on_line(&s->reading[at - 1], &s->reading[at + 1], on);
    return on_line(first, last, on);
}

static bool near(long km, long expected)
{
    return labs(km - expected) * 100 <= expected * EXPECTED_PERCENT;
}

static bool fits(const struct series *s, size_t at, long km)
{
    struct reading instead = s->reading[at];

    instead.km = km;
    if (at > 0 &&
        (reading_falls(&s->reading[at - 1], &instead) || reading_races(&s->reading[at - 1], &instead)))
        return false;
    return at == s->count - 1 ||
           !(reading_falls(&instead, &s->reading[at + 1]) || reading_races(&instead, &s->reading[at + 1]));
}

/* The reading with the digits at `place` and left of it (1, 10, 100 ...) exchanged. */
static long swapped(long km, long place)
{
    long right = km / place % 10, left = km / place / 10 % 10;

    return km + (right - left) * place * 10 + (left - right) * place;
}

/* Between neighbours on both sides only, and only when one exchange alone fits. Nobody writes a 0 first. */
static long one_swap(const struct series *s, size_t at, long expected)
{
    long km = s->reading[at].km, found = -1;

    if (at == 0 || at == s->count - 1)
        return -1;
    for (long place = 1; place * 10 <= km; place *= 10) {
        long other = swapped(km, place);

        if (other == km || other < place * 10 || !near(other, expected) || !fits(s, at, other))
            continue;
        if (found != -1)
            return -1;
        found = other;
    }
    return found;
}

enum verdict_reason misreading_of(const struct series *s, size_t at, long *fitting_km)
{
    long km = s->reading[at].km, expected = expected_km(s, at), swap = one_swap(s, at, expected),
         fitting = -1;
    const struct {
        long km;
        enum verdict_reason reason;
    } meant[] = {
        {km * 10,                       REASON_DIGIT},
        {km / 10,                       REASON_DIGIT},
        {km * METRES_PER_MILE / 1000,   REASON_UNIT },
        {km * MILES_PER_1000_KM / 1000, REASON_UNIT },
    };
    enum verdict_reason reason = REASON_NONE;

    for (size_t i = 0; expected > 0 && i < sizeof(meant) / sizeof(meant[0]); i++)
        if (near(meant[i].km, expected) && fits(s, at, meant[i].km)) {
            fitting = meant[i].km;
            reason = meant[i].reason;
        }
    if (swap != -1 && reason != REASON_NONE)
        return REASON_NONE;
    if (swap != -1) {
        fitting = swap;
        reason = REASON_SWAPPED;
    }
    if (reason != REASON_NONE)
        *fitting_km = fitting;
    return reason;
}
