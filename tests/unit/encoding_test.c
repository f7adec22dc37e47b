/* encoding_test - base32, base58, CBOR and moments against their own standards, each in one way only */
#include "testing.h"

#include <sodium.h>

#include "core/base32.h"
#include "core/base58.h"
#include "core/cbor.h"
#include "core/utc_text.h"

/* RFC 4648, 10, without the padding. */
static void base32_writes_and_reads_what_the_standard_shows(void **unused)
{
    static const struct {
        const char *plain, *text;
    } vectors[] = {
        {"",       ""          },
        {"f",      "MY"        },
        {"fo",     "MZXQ"      },
        {"foo",    "MZXW6"     },
        {"foob",   "MZXW6YQ"   },
        {"fooba",  "MZXW6YTB"  },
        {"foobar", "MZXW6YTBOI"},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(vectors); i++) {
        size_t length = strlen(vectors[i].plain), got;
        uint8_t bytes[8];
        char text[16];

        assert_int_equal(base32_write((const uint8_t *)vectors[i].plain, length, text),
                         BASE32_LENGTH(length));
        assert_string_equal(text, vectors[i].text);
        assert_true(base32_read(text, strlen(text), bytes, sizeof(bytes), &got));
        assert_int_equal(got, length);
        assert_memory_equal(bytes, vectors[i].plain, length);
    }
}

static void base32_refuses_every_other_writing(void **unused)
{
    static const char *const wrong[] = {"mzxw6", "MZXW6===", "MZXW", "M",     "MZX", "MZXW6Y",
                                        "MZXW1", "MZ XW6",   "MZ",   "MZXW7", "MY-", "\xc3\xa9"};
    uint8_t bytes[8];
    size_t got;

    (void)unused;
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_false(base32_read(wrong[i], strlen(wrong[i]), bytes, sizeof(bytes), &got));
    assert_false(base32_read("MZXW6YTBOI", 10, bytes, 5, &got));
}

/* The key pair of the W3C's own examples (vc-di-eddsa, B): two bytes say what it is, 32 are the key. */
static void base58_reads_the_keys_of_the_standard(void **unused)
{
    static const char public_text[] = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2",
                      secret_text[] = "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq";
    uint8_t public_key[34], secret[34], key[32], whole[64];
    char text[BASE58_TEXT];

    (void)unused;
    assert_true(base58_read(public_text, public_key, sizeof(public_key)));
    assert_true(base58_read(secret_text, secret, sizeof(secret)));
    assert_int_equal(public_key[0], 0xed);
    assert_int_equal(public_key[1], 0x01);
    assert_int_equal(secret[0], 0x80);
    assert_int_equal(secret[1], 0x26);
    crypto_sign_seed_keypair(key, whole, secret + 2);
    assert_memory_equal(key, public_key + 2, sizeof(key));
    assert_string_equal(base58_write(public_key, sizeof(public_key), text), public_text);
}

static void base58_has_one_text_for_some_bytes(void **unused)
{
    uint8_t bytes[BASE58_BYTES_MOST], again[BASE58_BYTES_MOST];
    char text[BASE58_TEXT];

    (void)unused;
    for (size_t length = 0; length <= BASE58_BYTES_MOST; length++)
        for (int zeros = 0; zeros < 4; zeros++) {
            memset(bytes, 0xff, sizeof(bytes));
            memset(bytes, 0, (size_t)zeros < length ? (size_t)zeros : length);
            base58_write(bytes, length, text);
            assert_true(base58_read(text, again, length));
            assert_memory_equal(bytes, again, length);
            if (length != 0)
                assert_false(base58_read(text, again, length - 1));
            if (length != BASE58_BYTES_MOST)
                assert_false(base58_read(text, again, length + 1));
        }
    assert_false(base58_read("3u2en7", again, 4));
    assert_false(base58_read("z0", again, 1));
    assert_false(base58_read("zO", again, 1));
    assert_false(base58_read("", again, 0));
}

/* RFC 8949, appendix A. */
static void cbor_writes_and_reads_the_shortest_integers(void **unused)
{
    static const struct {
        int64_t value;
        const char *hex;
    } vectors[] = {
        {0,             "00"                },
        {1,             "01"                },
        {10,            "0a"                },
        {23,            "17"                },
        {24,            "1818"              },
        {25,            "1819"              },
        {100,           "1864"              },
        {1000,          "1903e8"            },
        {1000000,       "1a000f4240"        },
        {1000000000000, "1b000000e8d4a51000"},
        {-1,            "20"                },
        {-10,           "29"                },
        {-100,          "3863"              },
        {-1000,         "3903e7"            },
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(vectors); i++) {
        uint8_t bytes[16];
        char hex[64];
        struct cbor_writer w = {bytes, 0, sizeof(bytes), false};

        cbor_put_int(&w, vectors[i].value);
        assert_string_equal(sodium_bin2hex(hex, sizeof(hex), bytes, w.length), vectors[i].hex);
        struct cbor_reader r = {bytes, w.length, false};
        assert_int_equal(cbor_int(&r, INT64_MIN, INT64_MAX), vectors[i].value);
        assert_true(cbor_ended(&r));
    }
}

/* Longer heads, indefinite lengths, other kinds, too little and too much. */
static void cbor_refuses_every_other_writing(void **unused)
{
    static const char *const wrong[] = {"",
                                        "1817",
                                        "190018",
                                        "1a00000018",
                                        "1b0000000000000018",
                                        "18",
                                        "1903",
                                        "1f",
                                        "0000",
                                        "40",
                                        "60",
                                        "80",
                                        "a0",
                                        "f6",
                                        "3817",
                                        "f93c00",
                                        "c100",
                                        "1c",
                                        "1bffffffffffffffff",
                                        "5f",
                                        "ff"};

    (void)unused;
    for (size_t i = 0; i < COUNT(wrong); i++) {
        uint8_t bytes[16];
        size_t length;

        sodium_hex2bin(bytes, sizeof(bytes), wrong[i], strlen(wrong[i]), NULL, &length, NULL);
        struct cbor_reader r = {bytes, length, false};
        cbor_int(&r, INT64_MIN, INT64_MAX);
        assert_false(cbor_ended(&r));
    }
}

static void cbor_announces_no_more_than_is_there(void **unused)
{
    static const uint8_t array[] = {0x9a, 0x7f, 0xff, 0xff, 0xff, 0x01},
                         bytes[] = {0x5a, 0x7f, 0xff, 0xff, 0xff};
    struct cbor_reader a = {array, sizeof(array), false}, b = {bytes, sizeof(bytes), false};
    size_t length;

    (void)unused;
    assert_int_equal(cbor_array(&a, SIZE_MAX), 0);
    assert_true(a.broken);
    assert_null(cbor_bytes(&b, &length));
    assert_int_equal(length, 0);
}

static void a_writer_that_is_full_says_so(void **unused)
{
    uint8_t bytes[4];
    struct cbor_writer w = {bytes, 0, sizeof(bytes), false};

    (void)unused;
    cbor_put_text(&w, "abc");
    assert_false(w.full);
    cbor_put_int(&w, 1);
    assert_true(w.full);
    assert_int_equal(w.length, 4);
}

static void moments_are_written_and_read_in_one_way(void **unused)
{
    static const struct {
        int64_t seconds;
        const char *text;
    } moments[] = {
        {0,            "1970-01-01T00:00:00Z"},
        {951782400,    "2000-02-29T00:00:00Z"},
        {1795500000,   "2026-11-24T06:00:00Z"},
        {253402300799, "9999-12-31T23:59:59Z"},
    };
    static const char *const wrong[] = {
        "2026-11-23T22:40:00",  "2026-11-23 22:40:00Z", "2026-11-23T22:40:00+00:00", "2026-02-30T22:40:00Z",
        "2026-11-23T24:00:00Z", "2026-11-23T22:60:00Z", "2026-11-23T22:40:60Z",      "2026-11-23T22:40:0 Z",
        "1969-12-31T23:59:59Z", "2026-11-23T+2:40:00Z", "2026/11/23T22:40:00Z",      ""};
    char text[UTC_TEXT];
    int64_t seconds;

    (void)unused;
    for (size_t i = 0; i < COUNT(moments); i++) {
        assert_string_equal(utc_text(moments[i].seconds, text), moments[i].text);
        assert_true(utc_parse(text, &seconds));
        assert_int_equal(seconds, moments[i].seconds);
    }
    for (size_t i = 0; i < COUNT(wrong); i++)
        if (utc_parse(wrong[i], &seconds))
            fail_msg("%s is read", wrong[i]);
    assert_string_equal(utc_text(-1, text), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(base32_writes_and_reads_what_the_standard_shows),
        cmocka_unit_test(base32_refuses_every_other_writing),
        cmocka_unit_test(base58_reads_the_keys_of_the_standard),
        cmocka_unit_test(base58_has_one_text_for_some_bytes),
        cmocka_unit_test(cbor_writes_and_reads_the_shortest_integers),
        cmocka_unit_test(cbor_refuses_every_other_writing),
        cmocka_unit_test(cbor_announces_no_more_than_is_there),
        cmocka_unit_test(a_writer_that_is_full_says_so),
        cmocka_unit_test(moments_are_written_and_read_in_one_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
