#include "certificate_world.h"

#include <stdlib.h>

#include <jansson.h>
#include <sodium.h>

#include "certificate/credential.h"
#include "history/disclosure.h"

enum { DAY_SECONDS = 86400, QUARTER = 90 * DAY_SECONDS };

const struct kind_of_history kinds_of_history[] = {
    {0,    0 },
    {1,    0 },
    {2,    0 },
    {7,    0 },
    {7,    3 },
    {80,   0 },
    {80,   9 },
    {500,  0 },
    {500,  7 },
    {500,  2 },
    {1000, 50},
};
const size_t kinds_of_history_count = COUNT(kinds_of_history);

static unsigned state;

static unsigned dice(unsigned sides)
{
    state = state * 1103515245u + 12345u;
    return (state >> 16) % sides;
}

static const char *region_of(unsigned number)
{
    static const char *const regions[] = {
        "110105", "310115", "320102", "330106", "440305", "510104", "500103", "210102",
        "220102", "230102", "340102", "350203", "360102", "370102", "410102", "420102",
        "430102", "450102", "460105", "520102", "530102", "540102", "610102", "620102",
        "630102", "640104", "650102", "120101", "130102", "140105", "150102"};

    return regions[number % COUNT(regions)];
}

/* Newest first; a visit every few months, at the same workshops mostly. */
static void make_records(struct record *records, struct kind_of_history kind)
{
    struct date on = {2026, 11, 2};
    long km = 4000 + (long)kind.records * 700;

    for (size_t i = 0; i < kind.records; i++) {
        struct record *r = &records[i];

        *r = (struct record){.id = (int64_t)i + 1, .settled_on = on, .brought_on = date_plus(on, -1)};
        r->odometer_km = dice(15) == 0 && i != 0 ? ODOMETER_UNKNOWN : km - (long)dice(300);
        if (kind.falls != 0 && i % kind.falls == 1)
            r->odometer_km = km + 900 + (long)dice(40000);
        r->workshop.region = region_of(dice(4) == 0 ? dice(31) : 1);
        r->workshop.class = (enum workshop_class)dice(4);
        for (int codes = 0; codes < 3; codes++) {
            r->works_coded |= CODE_BIT(dice(WORK_CODE_COUNT));
            r->parts_coded |= CODE_BIT(dice(PART_CODE_COUNT));
        }
        r->signals = dice(20) == 0 ? CODE_BIT(dice(SIGNAL_CODE_COUNT)) : 0;
        r->disputed = dice(30) == 0;
        on = date_plus(on, -(long)(kind.records > 100 ? dice(20) : 30 + dice(90)));
        km -= 700;
    }
}

static void random_number(struct certificate_number *number)
{
    for (int i = 0; i < CERTIFICATE_NUMBER_BYTES; i++)
        number->bytes[i] = (uint8_t)dice(256);
}

void make_claims(h2o_mem_pool_t *pool, struct kind_of_history kind, unsigned turn, const char *issuer,
                 struct claims *claims)
{
    static struct record records[WORLD_RECORDS_MOST];
    struct history history = {.records = records, .count = kind.records, .total = kind.records};
    struct claims_issue issue = {.issuer = issuer, .issued_at = ISSUED_AT, .version = 7};
    struct view view;

    state = turn * 7919 + (unsigned)kind.records;
    make_records(records, kind);
    assert_int_equal(vin_parse(&history.vehicle.vin, "LSVAA4182E2123456", 17), VIN_OK);
    history.vehicle.first_registered = (struct date){2014, 5, 14};
    history.coverage.registered = turn % 3 != 0;
    if (turn % 2 == 0)
        history.coverage.collected_since = (struct date){2016, 4, 1};
    random_number(&issue.number);
    random_number(&issue.predecessor);
    issue.has_predecessor = turn % 2 == 1;
    issue.destination = turn % 4 == 0 ? NULL : "KZ";
    issue.status_index = dice(100000);
    disclose(pool, &history, AUDIENCE_CERTIFICATE, &view);
    claims_make(pool, &view, &issue, claims);
}

void make_seed(unsigned number, uint8_t seed[SEED_BYTES])
{
    for (int i = 0; i < SEED_BYTES; i++)
        seed[i] = (uint8_t)(number * 41 + (unsigned)i);
}

void make_key(unsigned number, uint8_t key[PUBLIC_KEY_BYTES])
{
    uint8_t seed[SEED_BYTES], secret_key[crypto_sign_SECRETKEYBYTES];

    make_seed(number, seed);
    crypto_sign_seed_keypair(key, secret_key, seed);
}

struct trust_list make_trust(h2o_mem_pool_t *pool, const char *issuer, unsigned count)
{
    struct trusted_key *keys = h2o_mem_alloc_pool(pool, sizeof(*keys) * (count + 1));

    for (unsigned i = 0; i < count; i++) {
        keys[i] = (struct trusted_key){.published_at = ISSUED_AT - QUARTER,
                                       .signs_from = ISSUED_AT - 10 * DAY_SECONDS,
                                       .signs_until = ISSUED_AT + QUARTER,
                                       .trusted_until = ISSUED_AT + 2 * QUARTER};
        make_key(i, keys[i].key);
        public_key_thumbprint(keys[i].key, keys[i].kid);
        cose_kid(keys[i].key, keys[i].paper_kid);
    }
    return (struct trust_list){issuer, ISSUED_AT - DAY_SECONDS, ISSUED_AT + 30 * DAY_SECONDS, keys, count};
}

void assert_same_claims(const struct claims *a, const struct claims *b)
{
    json_t *one = credential_subject(a), *other = credential_subject(b);
    char *text = json_dumps(one, JSON_SORT_KEYS), *again = json_dumps(other, JSON_SORT_KEYS);

    assert_string_equal(text, again);
    assert_string_equal(a->issuer, b->issuer);
    assert_int_equal(a->issued_at, b->issued_at);
    assert_int_equal(a->status_index, b->status_index);
    assert_int_equal(a->left_out, b->left_out);
    assert_int_equal(a->readings_in_all, b->readings_in_all);
    free(text);
    free(again);
    json_decref(one);
    json_decref(other);
}
