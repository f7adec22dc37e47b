#include "testing.h"

#include "history/opening.h"

static const struct {
    const char *agent, *device;
} agents[] = {
    {"Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 "
     "MicroMessenger/8.0.44",                                                                             "phone"},
    { "Mozilla/5.0 (Linux; Android 13; M2102K1C) AppleWebKit/537.36 Chrome/116.0 Mobile Safari/537.36",
     "phone"},
    { "Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 ArkWeb/4.1 Mobile",                      "phone"},
    { "Mozilla/5.0 (Windows Phone 10.0; Android 6.0.1) AppleWebKit/537.36 Mobile",                      "phone"},
    { "Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148",               "tablet"},
    { "Mozilla/5.0 (Linux; Android 12; MRX-AL09) AppleWebKit/537.36 Chrome/99.0 Safari/537.36",         "tablet"},
    { "Mozilla/5.0 (Tablet; OpenHarmony 5.0) AppleWebKit/537.36 ArkWeb/4.1",                            "tablet"},
    { "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36",        "computer"},
    { "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Safari/605.1.15",           "computer"},
    { "Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/118.0",                         "computer"},
    { "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36",                                    "computer"},
    { "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X) Mobile (compatible; Googlebot/2.1)",                "other"},
    { "Mozilla/5.0 (compatible; Baiduspider/2.0)",                                                      "other"},
    { "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/120.0",                                           "other"},
    { "curl/7.88.1",                                                                                    "other"},
    { "IPHONE",                                                                                         "phone"},
    { "",                                                                                               "other"},
};

static void a_device_is_told_by_its_class(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < COUNT(agents); i++) {
        const char *device = device_class(agents[i].agent, strlen(agents[i].agent));

        if (strcmp(device, agents[i].device) != 0)
            fail_msg("%s: %s", agents[i].agent, device);
    }
    assert_string_equal(device_class("iPhone", 3), "other"); /* reads no further */
}

static const struct {
    const char *address, *words;
} networks[] = {
    {"203.0.113.77",          "203.0.113.*"     },
    {"10.0.0.1",              "10.0.0.*"        },
    {"255.255.255.255",       "255.255.255.*"   },
    {"2001:db8:7:42::1",      "2001:db8:7:*"    },
    {"2001:db8::1",           "2001:db8:0:*"    },
    {"ffff:ffff:ffff:ffff::", "ffff:ffff:ffff:*"},
    {"::1",                   "0:0:0:*"         },
    {"",                      "*"               },
    {"203.0.113",             "*"               },
    {"somebody",              "*"               },
};

static void an_address_is_told_by_its_network(void **unused)
{
    char words[NETWORK_TEXT];

    (void)unused;
    for (size_t i = 0; i < COUNT(networks); i++) {
        network_words(networks[i].address, words);
        if (strcmp(words, networks[i].words) != 0)
            fail_msg("%s: %s", networks[i].address, words);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_device_is_told_by_its_class),
        cmocka_unit_test(an_address_is_told_by_its_network),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
