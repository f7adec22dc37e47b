#include "testing.h"

#include "history/network.h"

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
        cmocka_unit_test(an_address_is_told_by_its_network),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
