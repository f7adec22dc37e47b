#include <string.h>

#include "testing.h"
#include "core/totp.h"

static const uint8_t rfc_key[TOTP_KEY_BYTES + 1] = "12345678901234567890";

/* RFC 6238, appendix B, SHA-1; there with eight digits, of which an authenticator shows the last six. */
static const struct {
    int64_t seconds;
    const char *digits;
} vectors[] = {
    {59,          "94287082"},
    {1111111109,  "07081804"},
    {1111111111,  "14050471"},
    {1234567890,  "89005924"},
    {2000000000,  "69279037"},
    {20000000000, "65353130"},
};

static void codes_are_those_of_the_rfc(void **unused)
{
    char code[TOTP_DIGITS + 1];

    (void)unused;
    for (size_t i = 0; i < COUNT(vectors); i++) {
        totp_code(rfc_key, vectors[i].seconds / TOTP_SECONDS, code);
        assert_string_equal(code, vectors[i].digits + 2);
        assert_int_equal(totp_step(rfc_key, vectors[i].digits + 2, vectors[i].seconds),
                         vectors[i].seconds / TOTP_SECONDS);
    }
}

static void a_code_counts_in_its_step_and_its_neighbours(void **unused)
{
    const int64_t step = 1234567890 / TOTP_SECONDS, begins = step * TOTP_SECONDS;
    const char *code = "005924";

    (void)unused;
    assert_int_equal(totp_step(rfc_key, code, begins - TOTP_SECONDS), step);
    assert_int_equal(totp_step(rfc_key, code, begins + 2 * TOTP_SECONDS - 1), step);
    assert_int_equal(totp_step(rfc_key, code, begins - TOTP_SECONDS - 1), -1);
    assert_int_equal(totp_step(rfc_key, code, begins + 2 * TOTP_SECONDS), -1);
}

static void what_is_no_code_is_none(void **unused)
{
    static const char *const wrong[] = {"", "5924", "05924", "0005924", "005925", "00592x", "      "};

    (void)unused;
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_int_equal(totp_step(rfc_key, wrong[i], 1234567890), -1);
}

static void another_key_has_other_codes(void **unused)
{
    uint8_t key[TOTP_KEY_BYTES], other[TOTP_KEY_BYTES];
    char code[TOTP_DIGITS + 1];
    int same = 0;

    (void)unused;
    totp_key_new(key);
    totp_key_new(other);
    assert_memory_not_equal(key, other, sizeof(key));
    for (int64_t step = 0; step < 20; step++) {
        totp_code(key, step * 10, code);
        same += totp_step(other, code, step * 10 * TOTP_SECONDS) >= 0;
    }
    assert_in_range(same, 0, 2);
}

static void keys_are_told_in_base32(void **unused)
{
    uint8_t zeros[TOTP_KEY_BYTES] = {0}, ones[TOTP_KEY_BYTES];
    char text[TOTP_KEY_TEXT];

    (void)unused;
    memset(ones, 0xff, sizeof(ones));
    totp_key_text(rfc_key, text);
    assert_string_equal(text, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    totp_key_text(zeros, text);
    assert_string_equal(text, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    totp_key_text(ones, text);
    assert_string_equal(text, "77777777777777777777777777777777");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_are_those_of_the_rfc),
        cmocka_unit_test(a_code_counts_in_its_step_and_its_neighbours),
        cmocka_unit_test(what_is_no_code_is_none),
        cmocka_unit_test(another_key_has_other_codes),
        cmocka_unit_test(keys_are_told_in_base32),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
