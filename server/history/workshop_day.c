#include "history/workshop_day.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "history/record.h"

enum {
    LATE_DAYS = 2,
    OVERDUE_DAYS = 4,
    NIGHT_MINUTES = 5 * 60,
    ROUND_KM = 500,
    FREQUENT_TWO = 2 * FREQUENT_MOST
};

/* Greatest first; the same order for the same counts. */
static int by_count(const void *a, const void *b)
{
    const struct frequent_entry *left = a, *right = b;

    if (left->count != right->count)
        return left->count < right->count ? 1 : -1;
    return left->what < right->what ? -1 : left->what > right->what;
}

/* Both together; what has no room takes as much from all others as it had itself (Agarwal and others, 2012).
 */
static void frequent_merge(struct frequent *sum, const struct frequent *more)
{
    struct frequent_entry all[FREQUENT_TWO];
    size_t count = sum->count;

    memcpy(all, sum->entry, sizeof(sum->entry));
    for (size_t i = 0; i < more->count; i++) {
        size_t at = 0;

        while (at < count && all[at].what != more->entry[i].what)
            at++;
        if (at < count)
            all[at].count += more->entry[i].count;
        else
            all[count++] = more->entry[i];
    }
    qsort(all, count, sizeof(all[0]), by_count);
    uint32_t less = count > FREQUENT_MOST ? all[FREQUENT_MOST].count : 0;
    *sum = (struct frequent){0};
    for (size_t i = 0; i < count && i < FREQUENT_MOST && all[i].count > less; i++) {
        all[i].count -= less;
        sum->entry[sum->count++] = all[i];
    }
}

static void frequent_add(struct frequent *frequent, uint64_t what)
{
    struct frequent one = {.entry = {{what, 1}}, .count = 1};

    for (size_t i = 0; i < frequent->count; i++)
        if (frequent->entry[i].what == what) {
            frequent->entry[i].count++;
            return;
        }
    frequent_merge(frequent, &one);
}

uint32_t frequent_sum(const struct frequent *frequent, size_t most)
{
    struct frequent sorted = *frequent;
    uint32_t sum = 0;

    qsort(sorted.entry, sorted.count, sizeof(sorted.entry[0]), by_count);
    for (size_t i = 0; i < sorted.count && i < most; i++)
        sum += sorted.entry[i].count;
    return sum;
}

static void add_odometer(struct workshop_day *day, long km)
{
    long first = km;

    if (km == ODOMETER_UNKNOWN) {
        day->count[DAY_NO_ODOMETER]++;
        return;
    }
    day->count[DAY_ODOMETERS]++;
    day->count[DAY_ROUND] += km % ROUND_KM == 0;
    day->last_digit[km % 10]++;
    while (first >= 10)
        first /= 10;
    if (first > 0)
        day->first_digit[first - 1]++;
}

static void add_moment(struct workshop_day *day, const struct workshop_job *job)
{
    long after = job->accepted_day - job->day;

    day->count[DAY_LATE] += after >= LATE_DAYS;
    day->count[DAY_OVERDUE] += after >= OVERDUE_DAYS;
    day->count[DAY_NIGHT_OVERDUE] += after >= OVERDUE_DAYS && job->accepted_minute < NIGHT_MINUTES;
}

/* What its workshop is told of; the rest are notes of ours. */
static void add_findings(struct workshop_day *day, finding_set findings)
{
    bool flawed = false;

    for (enum finding f = 0; f < FINDING_COUNT; f++) {
        bool found = (findings & FINDING_BIT(f)) != 0;

        day->finding[f] += found;
        flawed = flawed || (found && finding_told(f) != NULL);
    }
    day->count[DAY_FLAWED] += flawed;
    day->count[DAY_CHECK_FAILED] += (findings & FINDING_BIT(FINDING_V2)) != 0;
}

void workshop_day_add(struct workshop_day *day, const struct workshop_job *job,
                      const struct workshop_mark *mark)
{
    day->count[DAY_RECORDS]++;
    day->count[DAY_NO_PLATE] += job->plate == 0;
    day->count[DAY_NO_FAULT] += job->fault == 0;
    day->count[DAY_PARTS_ONLY] += job->has_parts && !job->has_works;
    day->count[DAY_WORKS_ONLY] += job->has_works && !job->has_parts;
    day->count[DAY_NO_LISTS] += !job->has_works && !job->has_parts;
    day->count[DAY_CONCORDANT] += mark->concordant;
    day->count[DAY_DISCORDANT] += mark->discordant;
    day->count[DAY_PLATE_DIFFERS] += mark->plate_differs;
    add_odometer(day, job->odometer_km);
    add_moment(day, job);
    add_findings(day, job->findings);
    if (mark->plate_differs)
        frequent_add(&day->replated, job->vehicle);
    if (job->fault != 0)
        frequent_add(&day->faults, job->fault);
}

/* All counts that are sums, one behind the other. */
enum { SUMS = DAY_COUNTS + 9 + 10 + FINDING_COUNT };
_Static_assert(offsetof(struct workshop_day, replated) >= SUMS * sizeof(uint32_t), "the sums come first");
_Static_assert(offsetof(struct workshop_day, finding) == (DAY_COUNTS + 9 + 10) * sizeof(uint32_t),
               "without gaps");

static uint32_t *sums_of(struct workshop_day *day)
{
    return (uint32_t *)(void *)day;
}

void workshop_day_merge(struct workshop_day *sum, const struct workshop_day *day)
{
    struct workshop_day more = *day;

    for (size_t i = 0; i < SUMS; i++)
        sums_of(sum)[i] += sums_of(&more)[i];
    frequent_merge(&sum->replated, &more.replated);
    frequent_merge(&sum->faults, &more.faults);
}

static char *write_frequent(const struct frequent *frequent, char *end)
{
    end += sprintf(end, " %zu", frequent->count);
    for (size_t i = 0; i < frequent->count; i++)
        end +=
            sprintf(end, " %llx %u", (unsigned long long)frequent->entry[i].what, frequent->entry[i].count);
    return end;
}

void workshop_day_write(const struct workshop_day *day, char text[WORKSHOP_DAY_TEXT])
{
    struct workshop_day copy = *day;
    char *end = text + sprintf(text, "%d", SUMS);

    for (size_t i = 0; i < SUMS; i++)
        end += sprintf(end, " %u", sums_of(&copy)[i]);
    end = write_frequent(&copy.replated, end);
    write_frequent(&copy.faults, end);
}

/* The next number, behind which `*text` is then; false when there is none. */
static bool read_number(const char **text, int base, uint64_t most, uint64_t *number)
{
    char *end;

    *number = strtoull(*text, &end, base);
    if (end == *text || *number > most)
        return false;
    *text = end;
    return true;
}

static bool read_frequent(const char **text, struct frequent *frequent)
{
    uint64_t count, what, times;

    if (!read_number(text, 10, FREQUENT_MOST, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!read_number(text, 16, UINT64_MAX, &what) || !read_number(text, 10, UINT32_MAX, &times))
            return false;
        frequent->entry[i].what = what;
        frequent->entry[i].count = (uint32_t)times;
    }
    frequent->count = count;
    return true;
}

bool workshop_day_read(struct workshop_day *day, const char *text)
{
    uint64_t number;

    *day = (struct workshop_day){0};
    if (!read_number(&text, 10, UINT32_MAX, &number) || number != SUMS)
        return false;
    for (size_t i = 0; i < SUMS; i++) {
        if (!read_number(&text, 10, UINT32_MAX, &number))
            return false;
        sums_of(day)[i] = (uint32_t)number;
    }
    return read_frequent(&text, &day->replated) && read_frequent(&text, &day->faults) && *text == '\0';
}
