#include "testing.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

#include "core/public_address.h"
#include "store/webhook_target.h"

static bool is_public(const char *text)
{
    struct sockaddr_in four = {.sin_family = AF_INET};
    struct sockaddr_in6 six = {.sin6_family = AF_INET6};

    if (inet_pton(AF_INET, text, &four.sin_addr) == 1)
        return address_is_public((const struct sockaddr *)&four);
    assert_int_equal(inet_pton(AF_INET6, text, &six.sin6_addr), 1);
    return address_is_public((const struct sockaddr *)&six);
}

static void what_is_not_of_the_public_internet_is_not_reached(void **unused)
{
    static const char *const not_public[] = {"0.0.0.0",
                                             "0.1.2.3",
                                             "10.0.0.1",
                                             "10.255.255.255",
                                             "100.64.0.1",
                                             "100.127.255.255",
                                             "127.0.0.1",
                                             "127.255.0.1",
                                             "169.254.169.254",
                                             "172.16.0.1",
                                             "172.31.255.255",
                                             "192.0.0.8",
                                             "192.0.2.1",
                                             "192.88.99.1",
                                             "192.168.0.1",
                                             "198.18.0.1",
                                             "198.19.255.255",
                                             "198.51.100.7",
                                             "203.0.113.9",
                                             "224.0.0.1",
                                             "239.1.1.1",
                                             "240.0.0.1",
                                             "255.255.255.255",
                                             "::",
                                             "::1",
                                             "::ffff:127.0.0.1",
                                             "::ffff:8.8.8.8",
                                             "64:ff9b::a00:1",
                                             "100::1",
                                             "fc00::1",
                                             "fd12::1",
                                             "fe80::1",
                                             "fec0::1",
                                             "ff02::1",
                                             "2001::1",
                                             "2001:0:4136:e378::1",
                                             "2001:10::1",
                                             "2001:db8::1",
                                             "2002:a00:1::1",
                                             "3fff::1",
                                             "4000::1"};
    static const char *const in_public[] = {
        "1.1.1.1",        "8.8.8.8",         "9.255.255.255",   "11.0.0.0",
        "100.63.255.255", "100.128.0.0",     "126.255.255.255", "128.0.0.1",
        "172.15.255.255", "172.32.0.0",      "192.167.255.255", "192.169.0.0",
        "198.17.255.255", "198.20.0.0",      "223.255.255.255", "2001:4860:4860::8888",
        "2400:3200::1",   "2606:4700::1111", "2a00:1450::1",    "2001:200::1"};
    struct sockaddr local = {.sa_family = AF_UNIX};

    (void)unused;
    for (size_t i = 0; i < COUNT(not_public); i++)
        if (is_public(not_public[i]))
            fail_msg("%s is reached", not_public[i]);
    for (size_t i = 0; i < COUNT(in_public); i++)
        if (!is_public(in_public[i]))
            fail_msg("%s is not reached", in_public[i]);
    assert_false(address_is_public(&local));
}

static const struct {
    const char *url, *allow;
    bool good;
    const char *authority, *path, *query;
} targets[] = {
    {"https://hooks.example/a/b?x=1&y",  "",               true,  "hooks.example",  "/a/b", "?x=1&y"},
    {"https://HOOKS.example",            "",               true,  "hooks.example",  "/",    "?"     },
    {"https://hooks.example:443/",       "",               true,  "hooks.example",  "/",    "?"     },
    {"https://[2400:3200::1]/x",         "",               true,  "[2400:3200::1]", "/x",   "?"     },
    {"http://127.0.0.1:9000/x",          "127.0.0.1:9000", true,  "127.0.0.1:9000", "/x",   "?"     },
    {"http://127.0.0.1:9001/x",          "127.0.0.1:9000", false, NULL,             NULL,   NULL    },
    {"http://hooks.example/",            "",               false, NULL,             NULL,   NULL    },
    {"https://hooks.example:8443/",      "",               false, NULL,             NULL,   NULL    },
    {"https://user@hooks.example/",      "",               false, NULL,             NULL,   NULL    },
    {"https://user:word@hooks.example/", "",               false, NULL,             NULL,   NULL    },
    {"https://hooks.example/#part",      "",               false, NULL,             NULL,   NULL    },
    {"ftp://hooks.example/",             "",               false, NULL,             NULL,   NULL    },
    {"file:///etc/passwd",               "",               false, NULL,             NULL,   NULL    },
    {"gopher://hooks.example/",          "",               false, NULL,             NULL,   NULL    },
    {"hooks.example/x",                  "",               false, NULL,             NULL,   NULL    },
    {"https://",                         "",               false, NULL,             NULL,   NULL    },
    {"",                                 "",               false, NULL,             NULL,   NULL    },
    {"https://hooks.example/a b",        "",               false, NULL,             NULL,   NULL    },
    {"https://hooks.example/\r\nX: y",   "",               false, NULL,             NULL,   NULL    },
    {"https://hooks.example/\xe4",       "",               false, NULL,             NULL,   NULL    },
};

static void a_target_is_https_and_says_no_more_than_where(void **unused)
{
    static struct webhook_target t;

    (void)unused;
    for (size_t i = 0; i < COUNT(targets); i++) {
        if (webhook_target_read(targets[i].url, targets[i].allow, &t) != targets[i].good)
            fail_msg("%s", targets[i].url);
        if (!targets[i].good)
            continue;
        assert_string_equal(t.authority, targets[i].authority);
        assert_string_equal(t.path, targets[i].path);
        assert_string_equal(t.query, targets[i].query);
        assert_int_equal(t.allowed, *targets[i].allow != '\0');
    }
}

static void a_target_of_any_length_is_measured_first(void **unused)
{
    static char url[WEBHOOK_URL_MOST + 2] = "https://hooks.example/";
    static struct webhook_target t;

    (void)unused;
    memset(url + 22, 'a', sizeof(url) - 1 - 22);
    assert_false(webhook_target_read(url, "", &t));
    url[WEBHOOK_URL_MOST] = '\0';
    assert_true(webhook_target_read(url, "", &t));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_of_the_public_internet_is_not_reached),
        cmocka_unit_test(a_target_is_https_and_says_no_more_than_where),
        cmocka_unit_test(a_target_of_any_length_is_measured_first),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
