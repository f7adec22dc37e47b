#include "testing.h"

#include "http/device.h"

#define IPHONE \
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
#define ANDROID "Mozilla/5.0 (Linux; Android 14; SM-S9280) AppleWebKit/537.36 (KHTML, like Gecko) "
#define WINDOWS "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "

static const struct {
    const char *user_agent;
    enum device_class class;
    const char *browser;
} agents[] = {
    {IPHONE "Version/17.5 Mobile/15E148 Safari/604.1",                                     DEVICE_PHONE,    "safari" },
    {IPHONE "Mobile/15E148 MicroMessenger/8.0.49(0x18003137) NetType/WIFI Language/zh_CN", DEVICE_PHONE,
     "wechat"                                                                                                        },
    {IPHONE "CriOS/126.0.6478.54 Mobile/15E148 Safari/604.1",                              DEVICE_PHONE,    "chrome" },
    {ANDROID "Chrome/126.0.0.0 Mobile Safari/537.36",                                      DEVICE_PHONE,    "chrome" },
    {ANDROID "Version/4.0 Chrome/116.0.0.0 Mobile Safari/537.36 HuaweiBrowser/15.0.4.312", DEVICE_PHONE,
     "huawei"                                                                                                        },
    {ANDROID "Version/4.0 Chrome/100.0 Mobile Safari/537.36 MQQBrowser/15.0",              DEVICE_PHONE,    "qq"     },
    {"Mozilla/5.0 (Linux; Android 13; SM-X906C) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 "
     "Safari/537.36",                                                                 DEVICE_TABLET,   "chrome" },
    {"Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 "
     "Mobile/15E148 "
     "Safari/604.1",                                                                  DEVICE_TABLET,   "safari" },
    {WINDOWS "Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0",                               DEVICE_COMPUTER, "edge"   },
    {"Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0",             DEVICE_COMPUTER, "firefox"},
    {"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 "
     "Safari/605.1.15",                                                               DEVICE_COMPUTER, "safari" },
    {"curl/7.88.1",                                                                        DEVICE_OTHER,    "other"  },
    {"",                                                                                   DEVICE_OTHER,    "other"  },
};

static void test_agents(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(agents); i++) {
        h2o_iovec_t text = h2o_iovec_init(agents[i].user_agent, strlen(agents[i].user_agent));

        assert_string_equal(device_class_code(device_class_of(text)), device_class_code(agents[i].class));
        assert_string_equal(browser_of(text), agents[i].browser);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_agents)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
