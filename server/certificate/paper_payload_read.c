#include "certificate/paper_payload.h"

#include <string.h>

#include <h2o.h>

#include "certificate/paper_keys.h"

enum { MONTHS = 12, MEMBERS_MOST = PAPER_READINGS_IN_ALL };

/* The members in the order of their keys; each is asked for once, and what is not asked for breaks it. */
struct map {
    h2o_mem_pool_t *pool;
    struct cbor_reader r;
    size_t left;
    int64_t key; /* of the next one; 0: not read yet, or none */
};

static void read_key(struct map *map)
{
    if (map->key == 0 && map->left != 0) {
        map->left--;
        map->key = cbor_int(&map->r, 1, MEMBERS_MOST);
    }
}

/* Whether this is what comes next; then its value has to be read. */
static bool next_is(struct map *map, enum paper_key key)
{
    read_key(map);
    if (map->key != (int64_t)key)
        return false;
    map->key = 0;
    return true;
}

static int64_t number(struct map *map, enum paper_key key, int64_t most)
{
    return next_is(map, key) ? cbor_int(&map->r, 0, most) : 0;
}

static bool fixed_bytes(struct map *map, enum paper_key key, uint8_t *bytes, size_t wanted)
{
    const uint8_t *found;
    size_t length;

    if (!next_is(map, key))
        return false;
    found = cbor_bytes(&map->r, &length);
    if (found == NULL || length != wanted) {
        map->r.broken = true;
        return false;
    }
    memcpy(bytes, found, wanted);
    return true;
}

static bool has_zero(const char *text, size_t length)
{
    return memchr(text, '\0', length) != NULL;
}

/* At most room - 1 bytes; "" when it is absent. */
static void short_text(struct map *map, enum paper_key key, char *text, size_t room)
{
    const char *found;
    size_t length;

    if (!next_is(map, key))
        return;
    found = cbor_text(&map->r, &length);
    if (found == NULL || length >= room || has_zero(found, length)) {
        map->r.broken = true;
        return;
    }
    memcpy(text, found, length);
    text[length] = '\0';
}

static struct date day_of(int64_t number_of_day)
{
    return (struct date){(int)(number_of_day / PAPER_YEAR), (int)(number_of_day / PAPER_MONTH % 100),
                         (int)(number_of_day % PAPER_MONTH)};
}

static struct date month_of(int64_t months)
{
    struct date month = {0};

    if (months != 0)
        month = (struct date){(int)(months / MONTHS), (int)(months % MONTHS) + 1, 1};
    return month;
}

static struct date day(struct map *map, enum paper_key key)
{
    return day_of(number(map, key, INT32_MAX));
}

static struct date month(struct map *map, enum paper_key key)
{
    return month_of(number(map, key, UINT16_MAX));
}

static size_t counts(struct map *map, struct claim_count *list, size_t most)
{
    size_t twice = cbor_array(&map->r, most * 2);

    if (twice % 2 != 0)
        map->r.broken = true;
    for (size_t i = 0; i < twice / 2; i++) {
        list[i].code = (unsigned)cbor_int(&map->r, 0, UINT16_MAX);
        list[i].records = (unsigned)cbor_int(&map->r, 0, CLAIM_RECORDS_MOST);
    }
    return twice / 2;
}

static void numbers(struct map *map, enum paper_key key, unsigned *list, size_t count)
{
    if (!next_is(map, key))
        return;
    if (cbor_array(&map->r, count) != count)
        map->r.broken = true;
    for (size_t i = 0; i < count; i++)
        list[i] = (unsigned)cbor_int(&map->r, 0, CLAIM_RECORDS_MOST);
}

static void read_issue(struct map *map, struct claims *claims)
{
    number(map, PAPER_PROFILE, CLAIMS_PROFILE);
    fixed_bytes(map, PAPER_NUMBER, claims->number.bytes, CERTIFICATE_NUMBER_BYTES);
    claims->has_predecessor =
        fixed_bytes(map, PAPER_PREDECESSOR, claims->predecessor.bytes, CERTIFICATE_NUMBER_BYTES);
    claims->issued_at = number(map, PAPER_ISSUED_AT, INT64_MAX);
    claims->valid_until = day(map, PAPER_VALID_UNTIL);
    claims->status_index = (unsigned)number(map, PAPER_STATUS_INDEX, INT32_MAX);
    short_text(map, PAPER_DESTINATION, claims->destination, sizeof(claims->destination));
}

static void read_vehicle(struct map *map, struct claims *claims)
{
    char make[CLAIM_MAKE_MOST + 1] = "";

    short_text(map, PAPER_VIN, claims->vin, sizeof(claims->vin));
    short_text(map, PAPER_MAKE, make, sizeof(make));
    claims->make = make[0] == '\0' ? NULL : h2o_strdup(map->pool, make, SIZE_MAX).base;
    claims->model_year = (int)number(map, PAPER_MODEL_YEAR, UINT16_MAX);
    claims->first_registered = month(map, PAPER_REGISTERED);
    claims->as_of = day(map, PAPER_AS_OF);
    claims->version = number(map, PAPER_VERSION, INT64_MAX);
    claims->coverage = (enum coverage_status)number(map, PAPER_COVERAGE, COVERAGE_NOT_COLLECTED);
    claims->collected_since = month(map, PAPER_COLLECTED);
}

static void read_records(struct map *map, struct claims *claims)
{
    claims->records = (unsigned)number(map, PAPER_RECORDS, CLAIM_RECORDS_MOST);
    claims->disputes = (unsigned)number(map, PAPER_DISPUTES, CLAIM_RECORDS_MOST);
    numbers(map, PAPER_BY_CLASS, claims->by_class, 4);
    claims->left_out = CLAIM_REGIONS | CLAIM_WORKS | CLAIM_PARTS;
    if (next_is(map, PAPER_REGIONS)) {
        claims->region_count = counts(map, claims->regions, CLAIM_REGIONS_MOST);
        claims->left_out &= ~(unsigned)CLAIM_REGIONS;
    }
    if (next_is(map, PAPER_WORKS)) {
        claims->work_count = counts(map, claims->works, WORK_CODE_COUNT);
        claims->left_out &= ~(unsigned)CLAIM_WORKS;
    }
    if (next_is(map, PAPER_PARTS)) {
        claims->part_count = counts(map, claims->parts, PART_CODE_COUNT);
        claims->left_out &= ~(unsigned)CLAIM_PARTS;
    }
    numbers(map, PAPER_SIGNALS, claims->signals, SIGNAL_CODE_COUNT);
}

static void read_verdict(struct map *map, struct claims *claims)
{
    size_t count = next_is(map, PAPER_VERDICT) ? cbor_array(&map->r, 1 + REASON_COUNT) : 0;

    if (count == 0) {
        map->r.broken = true;
        return;
    }
    claims->verdict = (enum verdict_class)cbor_int(&map->r, 0, VERDICT_INCONSISTENT);
    claims->reason_count = count - 1;
    for (size_t i = 0; i < claims->reason_count; i++)
        claims->reasons[i] = (enum verdict_reason)cbor_int(&map->r, 0, REASON_COUNT - 1);
}

static void read_readings(struct map *map, struct claims *claims)
{
    size_t twice = next_is(map, PAPER_READINGS) ? cbor_array(&map->r, CLAIM_READINGS_MOST * 2) : 1;
    struct claim_reading *readings = h2o_mem_alloc_pool(map->pool, sizeof(*readings) * (twice / 2 + 1));
    int64_t months = 0, km = 0;

    if (twice % 2 != 0)
        map->r.broken = true;
    for (size_t i = 0; i < twice / 2; i++) {
        months += cbor_int(&map->r, -UINT16_MAX, UINT16_MAX);
        km += cbor_int(&map->r, -CLAIM_KM_MOST, CLAIM_KM_MOST);
        if (months < 0 || months > UINT16_MAX || km < 0 || km > CLAIM_KM_MOST) {
            map->r.broken = true;
            months = km = 0;
        }
        readings[i] = (struct claim_reading){month_of(months), (long)km};
    }
    claims->readings = readings;
    claims->reading_count = claims->readings_in_all = twice / 2;
    if (claims->reading_count != 0)
        readings[claims->reading_count - 1].on.day = (int)number(map, PAPER_LAST_DAY, 31);
    fixed_bytes(map, PAPER_DIGEST, claims->series_digest, SERIES_DIGEST_BYTES);
    if (next_is(map, PAPER_READINGS_IN_ALL))
        claims->readings_in_all = (size_t)cbor_int(&map->r, 0, CLAIM_READINGS_MOST);
}

/* Only what is written so: nothing missing, nothing surplus, one writing for each value. */
static bool writes_as(const struct claims *claims, const uint8_t *bytes, size_t length)
{
    uint8_t again[PAPER_PAYLOAD_MOST];
    struct cbor_writer w = {again, 0, sizeof(again), false};

    paper_payload_write(&w, claims);
    return !w.full && w.length == length && memcmp(again, bytes, length) == 0;
}

bool paper_payload_read(h2o_mem_pool_t *pool, const uint8_t *bytes, size_t length, const char *issuer,
                        struct claims *claims)
{
    struct map map = {
        .pool = pool, .r = {bytes, length, false}
    };

    *claims = (struct claims){.issuer = issuer};
    map.left = cbor_map(&map.r, MEMBERS_MOST);
    read_issue(&map, claims);
    read_vehicle(&map, claims);
    read_records(&map, claims);
    read_verdict(&map, claims);
    read_readings(&map, claims);
    return map.left == 0 && map.key == 0 && cbor_ended(&map.r) && claims_sound(claims) &&
           writes_as(claims, bytes, length);
}
