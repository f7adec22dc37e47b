/* claims_test - what is claimed of a history, numbers of certificates, and which readings a paper keeps */
#include "certificate_world.h"

#include <stdio.h>

#include <openssl/evp.h>

#include "certificate/claim_series.h"
#include "history/disclosure.h"

static void a_number_is_read_as_people_type_it_and_in_no_other_way(void **unused)
{
    static const char *const wrong[] = {"",
                                        "ABCDE-FGHIJ-KLMNO-PQRS",
                                        "ABCDE-FGHIJ-KLMNO-PQRSTA",
                                        "ABCDE-FGHIJ-KLMNO-PQRS0",
                                        "ABCDE FGHIJ KLMNO PQRSA",
                                        "ABCDE-FGHIJ-KLMNO-PQRSB"};
    struct certificate_number number =
                                  {
                                      {0x00, 0x44, 0x32, 0x14, 0xc7, 0x42, 0x54, 0xb6, 0x35, 0xcf, 0x84,
                                       0x65}
    },
                              read;
    char text[CERTIFICATE_NUMBER_TEXT];

    (void)unused;
    assert_string_equal(certificate_number_text(&number, text), "ABCDE-FGHIJ-KLMNO-PQRSQ");
    assert_true(certificate_number_parse(text, strlen(text), &read));
    assert_memory_equal(&read, &number, sizeof(number));
    assert_true(certificate_number_parse("abcdefghijklmnopqrsq", 20, &read));
    assert_memory_equal(&read, &number, sizeof(number));
    for (size_t i = 0; i < COUNT(wrong); i++)
        if (certificate_number_parse(wrong[i], strlen(wrong[i]), &read))
            fail_msg("%s is read", wrong[i]);
}

/* Three visits: what was counted by hand. */
static void claims_count_what_the_records_say(void **unused)
{
    struct record records[3] = {
        {.settled_on = {2026, 10, 9},
         .odometer_km = 52000,
         .works_coded = CODE_BIT(WORK_OIL),
         .disputed = true},
        {.settled_on = {2024, 3, 30},
         .odometer_km = 41000,
         .works_coded = CODE_BIT(WORK_OIL) | CODE_BIT(WORK_BRAKES),
         .parts_coded = CODE_BIT(PART_BRAKE),
         .signals = CODE_BIT(SIGNAL_FLOOD)},
        {.settled_on = {2021, 1, 15},        .odometer_km = ODOMETER_UNKNOWN},
    };
    struct history history = {.records = records, .count = 3, .total = 3};
    struct claims_issue issue = {
        .issuer = ISSUER, .issued_at = 1795536000, .destination = "AE", .version = 4};
    struct claims claims;
    struct view view;
    h2o_mem_pool_t pool;

    (void)unused;
    records[0].workshop = (struct workshop){.class = WORKSHOP_CLASS_1, .region = "310115"};
    records[1].workshop = (struct workshop){.class = WORKSHOP_CLASS_3, .region = "440305"};
    records[2].workshop = (struct workshop){.region = "310101"};
    h2o_mem_init_pool(&pool);
    assert_int_equal(vin_parse(&history.vehicle.vin, "LSVAA4182E2123456", 17), VIN_OK);
    disclose(&pool, &history, AUDIENCE_CERTIFICATE, &view);
    claims_make(&pool, &view, &issue, &claims);

    assert_true(claims_sound(&claims));
    assert_string_equal(claims.vin, "LSVAA4182E2123456");
    assert_int_equal(claims.records, 3);
    assert_int_equal(claims.disputes, 1);
    assert_int_equal(claims.by_class[WORKSHOP_CLASS_UNKNOWN], 1);
    assert_int_equal(claims.by_class[WORKSHOP_CLASS_1], 1);
    assert_int_equal(claims.by_class[WORKSHOP_CLASS_3], 1);
    assert_int_equal(claims.region_count, 2);
    assert_int_equal(claims.regions[0].code, 31);
    assert_int_equal(claims.regions[0].records, 2);
    assert_int_equal(claims.regions[1].code, 44);
    assert_int_equal(claims.work_count, 2);
    assert_int_equal(claims.works[0].code, WORK_OIL);
    assert_int_equal(claims.works[0].records, 2);
    assert_int_equal(claims.part_count, 1);
    assert_int_equal(claims.signals[SIGNAL_FLOOD], 1);
    assert_int_equal(claims.signals[SIGNAL_FIRE], 0);
    assert_int_equal(claims.reading_count, 2);
    assert_int_equal(date_compare(claims.readings[0].on, (struct date){2024, 3, 1}), 0);
    assert_int_equal(date_compare(claims.readings[1].on, (struct date){2026, 10, 9}), 0);
    /* 16:00 UTC is the next day in China, and sixty days later it ends there. */
    assert_int_equal(date_compare(claims.as_of, (struct date){2026, 11, 25}), 0);
    assert_int_equal(date_compare(claims.valid_until, (struct date){2027, 1, 24}), 0);
    assert_int_equal(claims_end(&claims), 1800806400);
    h2o_mem_clear_pool(&pool);
}

static void every_history_makes_claims_that_can_be_signed(void **unused)
{
    h2o_mem_pool_t pool;
    struct claims claims;

    (void)unused;
    h2o_mem_init_pool(&pool);
    for (size_t kind = 0; kind < kinds_of_history_count; kind++)
        for (unsigned turn = 0; turn < 20; turn++) {
            make_claims(&pool, kinds_of_history[kind], turn, ISSUER, &claims);
            assert_true(claims_sound(&claims));
            assert_int_equal(claims.records, kinds_of_history[kind].records);
            h2o_mem_clear_pool(&pool);
        }
    h2o_mem_clear_pool(&pool);
}

static void what_is_not_sound_is_found(void **unused)
{
    static const char *const hosts[] = {"",      "Chedang.cn", "a b",     "host/",       ".host",
                                        "host.", "host:",      "host:1a", "host:123456", "h\xc3\xb6st",
                                        "host#", "host%3a80"};
    struct claims claims, broken;
    h2o_mem_pool_t pool;

    (void)unused;
    h2o_mem_init_pool(&pool);
    make_claims(&pool, (struct kind_of_history){7, 0}, 1, ISSUER, &claims);
    assert_true(claims_sound(&claims));
#define BREAK(what) \
    broken = claims; \
    what; \
    assert_false(claims_sound(&broken))
    BREAK(broken.vin[3] = 'I');
    BREAK(broken.vin[16] = '\0');
    BREAK(broken.make = "a\nb");
    BREAK(broken.make = "\xff");
    BREAK(broken.make = "");
    BREAK(broken.valid_until.day = 0);
    BREAK(broken.first_registered.day = 14);
    BREAK(broken.issued_at = -1);
    BREAK(broken.version = INT64_C(1) << 53);
    BREAK(broken.works[0].records = 0);
    BREAK(broken.works[0].code = WORK_CODE_COUNT);
    BREAK(broken.region_count = 1; broken.regions[0].code = 5);
    BREAK(broken.destination[0] = 'k');
    BREAK(broken.readings_in_all = 1);
    BREAK(broken.reason_count = 1; broken.reasons[0] = REASON_COUNT);
    BREAK(broken.left_out = 8);
    for (size_t i = 0; i < COUNT(hosts); i++) {
        BREAK(broken.issuer = hosts[i]);
    }
#undef BREAK
    assert_true(claims_issuer_sound("localhost:8443"));
    assert_true(claims_issuer_sound("xn--fiq228c.example"));
    h2o_mem_clear_pool(&pool);
}

/* [[20240300, 41000], [20261009, 52000]] written by hand, and OpenSSL's SHA-256. */
static void the_digest_is_over_the_plain_series(void **unused)
{
    static const uint8_t cbor[] = {0x82, 0x82, 0x1a, 0x01, 0x34, 0xd7, 0xac, 0x19, 0xa0, 0x28,
                                   0x82, 0x1a, 0x01, 0x35, 0x28, 0x91, 0x19, 0xcb, 0x20};
    static const struct claim_reading readings[] = {
        {{2024, 3, 1},  41000},
        {{2026, 10, 9}, 52000},
    };
    uint8_t digest[SERIES_DIGEST_BYTES], whole[32];
    unsigned length;

    (void)unused;
    EVP_Digest(cbor, sizeof(cbor), whole, &length, EVP_sha256(), NULL);
    claim_series_digest(readings, COUNT(readings), digest);
    assert_memory_equal(digest, whole, sizeof(digest));
    claim_series_digest(NULL, 0, digest);
    EVP_Digest("\x80", 1, whole, &length, EVP_sha256(), NULL);
    assert_memory_equal(digest, whole, sizeof(digest));
}

static const struct claim_reading fallen[] = {
    {{2015, 1, 1},  1000 },
    {{2016, 1, 1},  20000},
    {{2017, 1, 1},  90000},
    {{2018, 1, 1},  30000}, /* falls by 60,000 */
    {{2019, 1, 1},  40000},
    {{2020, 1, 1},  39000}, /* falls by 1,000 */
    {{2021, 1, 1},  50000},
    {{2022, 1, 1},  60000},
    {{2023, 1, 1},  70000},
    {{2024, 7, 15}, 80000},
};

static void assert_kept(size_t room, const char *wanted)
{
    struct claim_reading kept[COUNT(fallen)];
    size_t count = claim_series_shorten(fallen, COUNT(fallen), room, kept);
    char text[64] = "", *end = text;

    assert_true(count <= room);
    for (size_t i = 0; i < count; i++)
        end += sprintf(end, "%d", kept[i].on.year - fallen[0].on.year);
    assert_string_equal(text, wanted);
}

/* A digit for each reading that is kept. */
static void first_last_and_falls_are_kept_and_the_rest_evenly(void **unused)
{
    (void)unused;
    assert_int_equal(claim_series_least(fallen, COUNT(fallen)), 6);
    assert_kept(10, "0123456789");
    assert_kept(9, "012345789");
    assert_kept(8, "02345689");
    assert_kept(7, "0234579");
    assert_kept(6, "023459");
    assert_kept(5, "0239");
    assert_kept(4, "0239");
    assert_kept(3, "09");
    assert_kept(2, "09");
    assert_kept(1, "9");
    assert_kept(0, "");
    assert_int_equal(claim_series_least(fallen, 0), 0);
    assert_int_equal(claim_series_least(fallen, 1), 1);
    assert_int_equal(claim_series_shorten(fallen, 0, 5, NULL), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_is_read_as_people_type_it_and_in_no_other_way),
        cmocka_unit_test(claims_count_what_the_records_say),
        cmocka_unit_test(every_history_makes_claims_that_can_be_signed),
        cmocka_unit_test(what_is_not_sound_is_found),
        cmocka_unit_test(the_digest_is_over_the_plain_series),
        cmocka_unit_test(first_last_and_falls_are_kept_and_the_rest_evenly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
