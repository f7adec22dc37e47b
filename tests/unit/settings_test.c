#include "testing.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/settings.h"

static char complaint[256];

static bool read_with(const char *variable, const char *value, struct settings *settings)
{
    setenv(variable, value, 1);
    complaint[0] = '\0';
    bool good = settings_read(settings, complaint, sizeof(complaint));
    unsetenv(variable);
    return good;
}

/* Poll and lease bound each other, so a border of one may be refused for the other's sake. */
static void must_take(const char *variable, long value, bool inside)
{
    char text[32];
    struct settings settings;

    snprintf(text, sizeof(text), "%ld", value);
    bool taken = read_with(variable, text, &settings);
    if (!taken && strstr(complaint, "at least twice") != NULL)
        return;
    if (taken != inside)
        fail_msg("%s=%s: %s", variable, text, complaint);
    if (!inside &&
        (strncmp(complaint, variable, strlen(variable)) != 0 || strstr(complaint, "whole number") == NULL))
        fail_msg("%s=%s is told as: %s", variable, text, complaint);
}

static void every_number_is_taken_within_its_range_only(void **unused)
{
    (void)unused;
#define TEXT(member, variable, fallback, meaning)
#define NUMBER(member, variable, fallback, least, most, meaning) \
    must_take(variable, least, true); \
    must_take(variable, most, true); \
    must_take(variable, (long)(least)-1, false); \
    must_take(variable, (long)(most) + 1, false);
    SETTINGS(TEXT, NUMBER)
#undef TEXT
#undef NUMBER
}

static void every_default_is_within_its_range(void **unused)
{
    struct settings settings;

    (void)unused;
    assert_true(settings_read(&settings, complaint, sizeof(complaint)));
#define TEXT(member, variable, fallback, meaning) assert_string_equal(settings.member, fallback);
#define NUMBER(member, variable, fallback, least, most, meaning) \
    assert_in_range(settings.member, least, most);
    SETTINGS(TEXT, NUMBER)
#undef TEXT
#undef NUMBER
}

static void what_is_not_a_whole_number_is_refused(void **unused)
{
    static const char *const values[] = {"1x", "x",   "1.5", "0x10", "1e3", "99999999999999999999",
                                         " ",  "64 ", "--1"};
    struct settings settings;

    (void)unused;
    for (size_t i = 0; i < COUNT(values); i++)
        if (read_with("CHEDANG_DB_QUEUE", values[i], &settings))
            fail_msg("row %zu: \"%s\" was taken as %ld", i, values[i], settings.db_queue);
    assert_true(read_with("CHEDANG_DB_QUEUE", "", &settings));
    assert_int_equal(settings.db_queue, 512);
    assert_true(read_with("CHEDANG_DB_QUEUE", "77", &settings));
    assert_int_equal(settings.db_queue, 77);
}

static void texts_are_kept_as_they_are(void **unused)
{
    struct settings settings;

    (void)unused;
    setenv("CHEDANG_SPOOL", " /var/lib/x ", 1);
    assert_true(settings_read(&settings, complaint, sizeof(complaint)));
    assert_string_equal(settings.spool, " /var/lib/x ");
    unsetenv("CHEDANG_SPOOL");
}

static void texts_that_are_addresses_are_checked(void **unused)
{
    static const struct {
        const char *variable, *value;
        bool taken;
    } rows[] = {
        {"CHEDANG_URL",           "",                           true },
        {"CHEDANG_URL",           "https://chedang.example",    true },
        {"CHEDANG_URL",           "http://[::1]:8080",          true },
        {"CHEDANG_URL",           "chedang.example",            false},
        {"CHEDANG_URL",           "ftp://chedang.example",      false},
        {"CHEDANG_URL",           "https://",                   false},
        {"CHEDANG_URL",           "https://chedang.example/",   false},
        {"CHEDANG_URL",           "https://chedang.example/a",  false},
        {"CHEDANG_URL",           "https://che dang.example",   false},
        {"CHEDANG_URL",           "https://a.example\"",        false},
        {"CHEDANG_TRUSTED_PROXY", "192.0.2.1",                  true },
        {"CHEDANG_TRUSTED_PROXY", "2001:db8::1",                true },
        {"CHEDANG_TRUSTED_PROXY", "2001:DB8:0::1",              false},
        {"CHEDANG_TRUSTED_PROXY", "192.0.2.0/24",               false},
        {"CHEDANG_TRUSTED_PROXY", "192.0.2.256",                false},
        {"CHEDANG_TRUSTED_PROXY", "proxy",                      false},
        {"CHEDANG_SMS_URL",       "https://sms.example/v1?a=b", true },
        {"CHEDANG_SMS_URL",       "sms.example",                false},
        {"CHEDANG_SMS_URL",       "file:///etc/hosts",          false},
    };
    struct settings settings;

    (void)unused;
    for (size_t i = 0; i < COUNT(rows); i++) {
        bool taken = read_with(rows[i].variable, rows[i].value, &settings);
        if (taken != rows[i].taken)
            fail_msg("%s=%s: %s", rows[i].variable, rows[i].value, complaint);
        if (!taken && strncmp(complaint, rows[i].variable, strlen(rows[i].variable)) != 0)
            fail_msg("%s=%s is told as: %s", rows[i].variable, rows[i].value, complaint);
    }
}

static void a_certificate_comes_with_its_key(void **unused)
{
    struct settings settings;

    (void)unused;
    assert_false(read_with("CHEDANG_TLS_KEY", "/etc/chedang/key.pem", &settings));
    assert_false(read_with("CHEDANG_TLS_CERTIFICATE", "/etc/chedang/chain.pem", &settings));
    assert_non_null(strstr(complaint, "CHEDANG_TLS_KEY"));
    setenv("CHEDANG_TLS_KEY", "/etc/chedang/key.pem", 1);
    assert_true(read_with("CHEDANG_TLS_CERTIFICATE", "/etc/chedang/chain.pem", &settings));
    unsetenv("CHEDANG_TLS_KEY");
}

static void a_lease_is_two_polls_at_least(void **unused)
{
    struct settings settings;

    (void)unused;
    setenv("CHEDANG_POLL_MS", "100", 1);
    assert_true(read_with("CHEDANG_LEASE_MS", "200", &settings));
    assert_false(read_with("CHEDANG_LEASE_MS", "199", &settings));
    assert_string_equal(complaint, "CHEDANG_LEASE_MS must be at least twice CHEDANG_POLL_MS.");
    unsetenv("CHEDANG_POLL_MS");
}

static int forget_the_environment(void **unused)
{
    (void)unused;
#define TEXT(member, variable, fallback, meaning)                unsetenv(variable);
#define NUMBER(member, variable, fallback, least, most, meaning) unsetenv(variable);
    SETTINGS(TEXT, NUMBER)
#undef TEXT
#undef NUMBER
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_number_is_taken_within_its_range_only),
        cmocka_unit_test(every_default_is_within_its_range),
        cmocka_unit_test(what_is_not_a_whole_number_is_refused),
        cmocka_unit_test(texts_are_kept_as_they_are),
        cmocka_unit_test(texts_that_are_addresses_are_checked),
        cmocka_unit_test(a_certificate_comes_with_its_key),
        cmocka_unit_test(a_lease_is_two_polls_at_least),
    };
    return cmocka_run_group_tests(tests, forget_the_environment, NULL);
}
