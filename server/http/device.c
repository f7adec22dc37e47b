#include "http/device.h"

#include <stdbool.h>

static bool names(h2o_iovec_t user_agent, const char *word)
{
    return h2o_strstr(user_agent.base, user_agent.len, word, strlen(word)) != SIZE_MAX;
}

/* The first that fits: tablets call themselves phones as well, and phones computers. */
enum device_class device_class_of(h2o_iovec_t user_agent)
{
    static const struct {
        const char *word;
        enum device_class class;
    } signs[] = {
        {"iPad",        DEVICE_TABLET  },
        {"Tablet",      DEVICE_TABLET  },
        {"PlayBook",    DEVICE_TABLET  },
        {"iPhone",      DEVICE_PHONE   },
        {"iPod",        DEVICE_PHONE   },
        {"Mobile",      DEVICE_PHONE   },
        {"Phone",       DEVICE_PHONE   },
        {"Android",     DEVICE_TABLET  }, /* without "Mobile" */
        {"OpenHarmony", DEVICE_PHONE   },
        {"Windows NT",  DEVICE_COMPUTER},
        {"Macintosh",   DEVICE_COMPUTER},
        {"CrOS",        DEVICE_COMPUTER},
        {"X11",         DEVICE_COMPUTER},
        {"Linux",       DEVICE_COMPUTER},
    };

    for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
        if (names(user_agent, signs[i].word))
            return signs[i].class;
    return DEVICE_OTHER;
}

const char *device_class_code(enum device_class class)
{
    static const char *const codes[DEVICE_CLASS_COUNT] = {"other", "phone", "tablet", "computer"};

    return codes[class];
}

/* The first that fits: nearly all call themselves Safari, most Chrome. */
const char *browser_of(h2o_iovec_t user_agent)
{
    static const struct {
        const char *word, *family;
    } signs[] = {
        {"MicroMessenger", "wechat" },
        {"AlipayClient",   "alipay" },
        {"HuaweiBrowser",  "huawei" },
        {"MiuiBrowser",    "xiaomi" },
        {"HeyTapBrowser",  "oppo"   },
        {"VivoBrowser",    "vivo"   },
        {"SamsungBrowser", "samsung"},
        {"QQBrowser",      "qq"     },
        {"UCBrowser",      "uc"     },
        {"Quark",          "quark"  },
        {"baidu",          "baidu"  },
        {"Edg",            "edge"   },
        {"OPR/",           "opera"  },
        {"Firefox/",       "firefox"},
        {"FxiOS/",         "firefox"},
        {"CriOS/",         "chrome" },
        {"Chrome/",        "chrome" },
        {"Safari/",        "safari" },
    };

    for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
        if (names(user_agent, signs[i].word))
            return signs[i].family;
    return "other";
}

h2o_iovec_t user_agent_of(const struct exchange *x)
{
    ssize_t at = x->req == NULL ? -1 : h2o_find_header(&x->req->headers, H2O_TOKEN_USER_AGENT, -1);

    return at < 0 ? h2o_iovec_init("", 0) : x->req->headers.entries[at].value;
}
