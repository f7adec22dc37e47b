#include "certificate/claims.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <h2o.h>

#include "certificate/claim_series.h"
#include "core/base32.h"

enum { GROUP = 5, NUMBER_SIGNS = BASE32_LENGTH(CERTIFICATE_NUMBER_BYTES), SECOND = 1000000 };

static const struct date epoch = {1970, 1, 1};

static void count_codes(const struct view *view, enum code_list list, unsigned codes,
                        struct claim_count *counts, size_t *found)
{
    *found = 0;
    for (unsigned code = 0; code < codes; code++) {
        struct claim_count count = {code, 0};

        for (size_t i = 0; i < view->count; i++) {
            const struct view_record *r = &view->records[i];

            count.records +=
                ((list == CODES_OF_WORK ? r->works_coded : r->parts_coded) & CODE_BIT(code)) != 0;
        }
        if (count.records != 0)
            counts[(*found)++] = count;
    }
}

static void count_signals(const struct view *view, struct claims *claims)
{
    for (unsigned code = 0; code < SIGNAL_CODE_COUNT; code++)
        for (size_t i = 0; i < view->count; i++)
            claims->signals[code] += (view->records[i].signals & CODE_BIT(code)) != 0;
}

/* Most records first; of as many, the lower number. */
static int by_records(const void *a, const void *b)
{
    const struct claim_count *one = a, *other = b;

    if (one->records != other->records)
        return one->records < other->records ? 1 : -1;
    return one->code < other->code ? -1 : 1;
}

static void count_region(struct claims *claims, const char *region)
{
    unsigned code = (unsigned)(region[0] - '0') * 10 + (unsigned)(region[1] - '0');
    size_t i = 0;

    while (i < claims->region_count && claims->regions[i].code != code)
        i++;
    if (i == CLAIM_REGIONS_MOST)
        return;
    if (i == claims->region_count)
        claims->regions[claims->region_count++].code = code;
    claims->regions[i].records++;
}

static void count_workshops(const struct view *view, struct claims *claims)
{
    for (size_t i = 0; i < view->count; i++) {
        const struct view_record *r = &view->records[i];

        claims->by_class[r->workshop_class >= 1 && r->workshop_class <= 3 ? r->workshop_class : 0]++;
        if (r->region != NULL)
            count_region(claims, r->region);
    }
    qsort(claims->regions, claims->region_count, sizeof(claims->regions[0]), by_records);
}

static void list_readings(h2o_mem_pool_t *pool, const struct view *view, struct claims *claims)
{
    struct claim_reading *readings = h2o_mem_alloc_pool(pool, sizeof(*readings) * (view->count + 1));
    size_t first = view->count < CLAIM_READINGS_MOST ? view->count : CLAIM_READINGS_MOST, count = 0;

    for (size_t i = first; i-- > 0;) {
        const struct view_record *r = &view->records[i];

        if (r->odometer_km >= 0 && r->odometer_km <= CLAIM_KM_MOST && date_known(r->settled_on))
            readings[count++] = (struct claim_reading){r->settled_on, r->odometer_km};
    }
    claims->readings = readings;
    claims->reading_count = claims->readings_in_all = count;
    claim_series_digest(readings, count, claims->series_digest);
}

static void say_vehicle(const struct view *view, struct claims *claims)
{
    if (view->vin != NULL && strlen(view->vin) < sizeof(claims->vin))
        strcpy(claims->vin, view->vin);
    if (view->maker_en != NULL && strlen(view->maker_en) <= CLAIM_MAKE_MOST)
        claims->make = view->maker_en;
    claims->model_year = view->model_year;
    claims->first_registered = view->first_registered;
    claims->coverage = view->coverage;
    claims->collected_since = view->collected_since;
}

static void say_issue(const struct claims_issue *issue, struct claims *claims)
{
    *claims = (struct claims){.number = issue->number,
                              .predecessor = issue->predecessor,
                              .has_predecessor = issue->has_predecessor,
                              .issuer = issue->issuer,
                              .issued_at = issue->issued_at,
                              .status_index = issue->status_index,
                              .version = issue->version};
    claims->as_of = date_plus(epoch, (long)china_day(issue->issued_at * SECOND));
    claims->valid_until = date_plus(claims->as_of, CERTIFICATE_DAYS);
    if (issue->destination != NULL && strlen(issue->destination) < sizeof(claims->destination))
        strcpy(claims->destination, issue->destination);
}

void claims_make(h2o_mem_pool_t *pool, const struct view *view, const struct claims_issue *issue,
                 struct claims *claims)
{
    assert(view->audience == AUDIENCE_CERTIFICATE);
    say_issue(issue, claims);
    say_vehicle(view, claims);
    claims->records = (unsigned)view->total;
    claims->disputes = view->disputes;
    count_workshops(view, claims);
    count_codes(view, CODES_OF_WORK, WORK_CODE_COUNT, claims->works, &claims->work_count);
    count_codes(view, CODES_OF_PARTS, PART_CODE_COUNT, claims->parts, &claims->part_count);
    count_signals(view, claims);
    claims->verdict = view->verdict.class;
    claims->reason_count = view->verdict.reason_count;
    memcpy(claims->reasons, view->verdict.reasons, sizeof(claims->reasons));
    list_readings(pool, view, claims);
}

int64_t claims_end(const struct claims *claims)
{
    return china_day_begins(date_days_between(epoch, claims->valid_until) + 1) / SECOND;
}

const char *certificate_number_text(const struct certificate_number *number,
                                    char text[CERTIFICATE_NUMBER_TEXT])
{
    char signs[NUMBER_SIGNS + 1], *end = text;

    base32_write(number->bytes, sizeof(number->bytes), signs);
    for (int i = 0; i < NUMBER_SIGNS; i++) {
        if (i != 0 && i % GROUP == 0)
            *end++ = '-';
        *end++ = signs[i];
    }
    *end = '\0';
    return text;
}

bool certificate_number_parse(const char *text, size_t length, struct certificate_number *number)
{
    struct certificate_number read;
    char signs[NUMBER_SIGNS];
    size_t count = 0, got;

    for (size_t i = 0; i < length; i++) {
        if (text[i] == '-')
            continue;
        if (count == NUMBER_SIGNS)
            return false;
        signs[count++] = text[i] >= 'a' && text[i] <= 'z' ? (char)(text[i] - 'a' + 'A') : text[i];
    }
    if (count != NUMBER_SIGNS || !base32_read(signs, count, read.bytes, sizeof(read.bytes), &got) ||
        got != sizeof(read.bytes))
        return false;
    *number = read;
    return true;
}
