#include "certificate/paper_payload.h"

#include <string.h>

#include "certificate/paper_keys.h"

enum { MONTHS = 12 };

/* Members are written behind a place for the head, which needs their number. */
struct map {
    struct cbor_writer members;
    size_t count;
};

static struct cbor_writer *member(struct map *map, enum paper_key key)
{
    cbor_put_int(&map->members, key);
    map->count++;
    return &map->members;
}

static void put_int(struct map *map, enum paper_key key, int64_t value)
{
    cbor_put_int(member(map, key), value);
}

static void put_known(struct map *map, enum paper_key key, int64_t value)
{
    if (value != 0)
        put_int(map, key, value);
}

static void put_text(struct map *map, enum paper_key key, const char *text)
{
    if (text != NULL && text[0] != '\0')
        cbor_put_text(member(map, key), text);
}

static int64_t day(struct date date)
{
    return (int64_t)date.year * PAPER_YEAR + date.month * PAPER_MONTH + date.day;
}

static int64_t month(struct date date)
{
    return date_known(date) ? (int64_t)date.year * MONTHS + date.month - 1 : 0;
}

static void put_counts(struct map *map, enum paper_key key, const struct claim_count *counts, size_t count)
{
    struct cbor_writer *w = member(map, key);

    cbor_put_array(w, count * 2);
    for (size_t i = 0; i < count; i++) {
        cbor_put_int(w, counts[i].code);
        cbor_put_int(w, counts[i].records);
    }
}

static void put_numbers(struct map *map, enum paper_key key, const unsigned *numbers, size_t count)
{
    struct cbor_writer *w = member(map, key);

    cbor_put_array(w, count);
    for (size_t i = 0; i < count; i++)
        cbor_put_int(w, numbers[i]);
}

static void put_issue(struct map *map, const struct claims *claims)
{
    put_int(map, PAPER_PROFILE, CLAIMS_PROFILE);
    cbor_put_bytes(member(map, PAPER_NUMBER), claims->number.bytes, CERTIFICATE_NUMBER_BYTES);
    if (claims->has_predecessor)
        cbor_put_bytes(member(map, PAPER_PREDECESSOR), claims->predecessor.bytes, CERTIFICATE_NUMBER_BYTES);
    put_int(map, PAPER_ISSUED_AT, claims->issued_at);
    put_int(map, PAPER_VALID_UNTIL, day(claims->valid_until));
    put_int(map, PAPER_STATUS_INDEX, claims->status_index);
    put_text(map, PAPER_DESTINATION, claims->destination);
}

static void put_vehicle(struct map *map, const struct claims *claims)
{
    put_text(map, PAPER_VIN, claims->vin);
    put_text(map, PAPER_MAKE, claims->make);
    put_known(map, PAPER_MODEL_YEAR, claims->model_year);
    put_known(map, PAPER_REGISTERED, month(claims->first_registered));
    put_int(map, PAPER_AS_OF, day(claims->as_of));
    put_int(map, PAPER_VERSION, claims->version);
    put_int(map, PAPER_COVERAGE, claims->coverage);
    put_known(map, PAPER_COLLECTED, month(claims->collected_since));
}

static void put_records(struct map *map, const struct claims *claims)
{
    put_int(map, PAPER_RECORDS, claims->records);
    put_int(map, PAPER_DISPUTES, claims->disputes);
    put_numbers(map, PAPER_BY_CLASS, claims->by_class, 4);
    if (!(claims->left_out & CLAIM_REGIONS))
        put_counts(map, PAPER_REGIONS, claims->regions, claims->region_count);
    if (!(claims->left_out & CLAIM_WORKS))
        put_counts(map, PAPER_WORKS, claims->works, claims->work_count);
    if (!(claims->left_out & CLAIM_PARTS))
        put_counts(map, PAPER_PARTS, claims->parts, claims->part_count);
    put_numbers(map, PAPER_SIGNALS, claims->signals, SIGNAL_CODE_COUNT);
}

static void put_verdict(struct map *map, const struct claims *claims)
{
    struct cbor_writer *w = member(map, PAPER_VERDICT);

    cbor_put_array(w, 1 + claims->reason_count);
    cbor_put_int(w, claims->verdict);
    for (size_t i = 0; i < claims->reason_count; i++)
        cbor_put_int(w, claims->reasons[i]);
}

static void put_readings(struct map *map, const struct claims *claims)
{
    struct cbor_writer *w = member(map, PAPER_READINGS);
    int64_t months = 0, km = 0;

    cbor_put_array(w, claims->reading_count * 2);
    for (size_t i = 0; i < claims->reading_count; i++) {
        const struct claim_reading *r = &claims->readings[i];

        cbor_put_int(w, month(r->on) - months);
        cbor_put_int(w, r->km - km);
        months = month(r->on);
        km = r->km;
    }
    if (claims->reading_count != 0)
        put_int(map, PAPER_LAST_DAY, claims->readings[claims->reading_count - 1].on.day);
    cbor_put_bytes(member(map, PAPER_DIGEST), claims->series_digest, SERIES_DIGEST_BYTES);
    if (claims->readings_in_all != claims->reading_count)
        put_int(map, PAPER_READINGS_IN_ALL, (int64_t)claims->readings_in_all);
}

void paper_payload_write(struct cbor_writer *w, const struct claims *claims)
{
    uint8_t room[PAPER_PAYLOAD_MOST];
    struct map map = {
        {room, 0, sizeof(room), false},
        0
    };

    put_issue(&map, claims);
    put_vehicle(&map, claims);
    put_records(&map, claims);
    put_verdict(&map, claims);
    put_readings(&map, claims);
    cbor_put_map(w, map.count);
    if (map.members.full || w->full || w->room - w->length < map.members.length) {
        w->full = true;
        return;
    }
    memcpy(w->bytes + w->length, room, map.members.length);
    w->length += map.members.length;
}
