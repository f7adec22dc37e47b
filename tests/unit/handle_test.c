#include "testing.h"

#include <string.h>

#include <sodium.h>

#include "history/handle.h"

static struct keys keys, other_keys;
static struct vin vin, other_vin;

static h2o_iovec_t made(int64_t client, const struct vin *of, uint16_t epoch, char text[HANDLE_TEXT])
{
    handle_make(&keys, client, of, epoch, text);
    return h2o_iovec_init(text, strlen(text));
}

static void a_handle_names_a_vehicle_and_its_epoch_for_its_client_alone(void **unused)
{
    static const uint16_t epochs[] = {0, 1, 100, UINT16_MAX};
    char text[HANDLE_TEXT];
    uint16_t epoch;
    struct vin read;

    (void)unused;
    for (size_t i = 0; i < COUNT(epochs); i++) {
        h2o_iovec_t handle = made(7, &vin, epochs[i], text);

        assert_int_equal(handle.len, HANDLE_TEXT - 1);
        assert_true(handle_read(&keys, 7, handle, &read, &epoch));
        assert_string_equal(read.text, vin.text);
        assert_int_equal(epoch, epochs[i]);
        assert_false(handle_read(&keys, 8, handle, &read, &epoch));
        assert_false(handle_read(&other_keys, 7, handle, &read, &epoch));
    }
}

static void a_handle_is_good_by_itself_until_the_end_of_the_next_epoch(void **unused)
{
    (void)unused;
    assert_true(handle_is_fresh(100, 100));
    assert_true(handle_is_fresh(100, 101));
    assert_false(handle_is_fresh(100, 102));
    assert_false(handle_is_fresh(100, 103));
    assert_false(handle_is_fresh(100, 99)); /* the clock was put back */
    assert_false(handle_is_fresh(UINT16_MAX, 0));
}

static void every_character_of_a_vin_comes_back(void **unused)
{
    static const char *const vins[] = {"0123456789ABCDEFG", "HJKLMNPRSTUVWXYZ0", "ZZZZZZZZZZZZZZZZZ",
                                       "00000000000000000", "LSVAA4182E2184847"};
    char text[HANDLE_TEXT];
    struct vin one, read;
    uint16_t epoch;

    (void)unused;
    for (size_t i = 0; i < COUNT(vins); i++) {
        assert_int_equal(vin_parse(&one, vins[i], VIN_LENGTH), VIN_OK);
        assert_true(handle_read(&keys, 7, made(7, &one, 100, text), &read, &epoch));
        assert_string_equal(read.text, vins[i]);
    }
}

static void the_same_is_written_alike_and_everything_else_otherwise(void **unused)
{
    char a[HANDLE_TEXT], b[HANDLE_TEXT];

    (void)unused;
    made(7, &vin, 100, a);
    made(7, &vin, 100, b);
    assert_string_equal(a, b);
    made(8, &vin, 100, b);
    assert_string_not_equal(a, b);
    made(7, &other_vin, 100, b);
    assert_string_not_equal(a, b);
    made(7, &vin, 101, b);
    assert_string_not_equal(a, b);
    assert_null(strstr(a, vin.text));
}

static void no_bit_of_a_handle_may_be_another(void **unused)
{
    uint8_t bytes[29];
    char text[HANDLE_TEXT];
    h2o_iovec_t handle = made(7, &vin, 100, text);
    struct vin read;
    uint16_t epoch;
    size_t got;

    (void)unused;
    assert_int_equal(sodium_base642bin(bytes, sizeof(bytes), handle.base, handle.len, NULL, &got, NULL,
                                       sodium_base64_VARIANT_URLSAFE_NO_PADDING),
                     0);
    for (size_t bit = 0; bit < got * 8; bit++) {
        bytes[bit / 8] ^= (uint8_t)(1U << bit % 8);
        sodium_bin2base64(text, sizeof(text), bytes, got, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
        assert_false(handle_read(&keys, 7, handle, &read, &epoch)); /* `handle` is this text */
        bytes[bit / 8] ^= (uint8_t)(1U << bit % 8);
    }
}

static void what_is_no_handle_is_refused(void **unused)
{
    static const char *const texts[] = {"",
                                        "x",
                                        "LSVAA4182E2184847",
                                        "..",
                                        "%00",
                                        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                                        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"};
    struct vin read;
    uint16_t epoch;

    (void)unused;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        assert_false(handle_read(&keys, 7, h2o_iovec_init(texts[i], strlen(texts[i])), &read, &epoch));
}

static void an_epoch_has_ninety_days(void **unused)
{
    (void)unused;
    assert_int_equal(handle_epoch(0), 0);
    assert_int_equal(handle_epoch(90 * 86400 - 1), 0);
    assert_int_equal(handle_epoch(90 * 86400), 1);
}

static void an_entity_tag_follows_vehicle_and_version(void **unused)
{
    uint8_t vehicle[16] = {1}, other[16] = {2};
    char a[ETAG_TEXT], b[ETAG_TEXT];

    (void)unused;
    etag_make(&keys, vehicle, 5, a);
    etag_make(&keys, vehicle, 5, b);
    assert_string_equal(a, b);
    assert_int_equal(strlen(a), ETAG_TEXT - 1);
    assert_true(a[0] == '"' && a[ETAG_TEXT - 2] == '"');
    etag_make(&keys, vehicle, 6, b);
    assert_string_not_equal(a, b);
    etag_make(&keys, other, 5, b);
    assert_string_not_equal(a, b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_handle_names_a_vehicle_and_its_epoch_for_its_client_alone),
        cmocka_unit_test(a_handle_is_good_by_itself_until_the_end_of_the_next_epoch),
        cmocka_unit_test(every_character_of_a_vin_comes_back),
        cmocka_unit_test(the_same_is_written_alike_and_everything_else_otherwise),
        cmocka_unit_test(no_bit_of_a_handle_may_be_another),
        cmocka_unit_test(what_is_no_handle_is_refused),
        cmocka_unit_test(an_epoch_has_ninety_days),
        cmocka_unit_test(an_entity_tag_follows_vehicle_and_version),
    };

    if (sodium_init() < 0)
        return 1;
    randombytes_buf(&keys, sizeof(keys));
    randombytes_buf(&other_keys, sizeof(other_keys));
    if (vin_parse(&vin, "LSVAA4182E2184847", 17) != VIN_OK ||
        vin_parse(&other_vin, "LSVAA4182E2184848", 17) != VIN_OK)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
