#include "history/opening.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

/* In this order: programs call themselves browsers, tablets phones, and phones computers. */
static const struct {
    const char *word, *unless; /* `unless`: another word that makes it something else */
    const char *device;
} signs[] = {
    {"bot",        NULL,     "other"   },
    {"spider",     NULL,     "other"   },
    {"crawler",    NULL,     "other"   },
    {"headless",   NULL,     "other"   },
    {"ipad",       NULL,     "tablet"  },
    {"tablet",     NULL,     "tablet"  },
    {"android",    "mobile", "tablet"  },
    {"iphone",     NULL,     "phone"   },
    {"mobile",     NULL,     "phone"   },
    {"phone",      NULL,     "phone"   },
    {"windows nt", NULL,     "computer"},
    {"macintosh",  NULL,     "computer"},
    {"cros",       NULL,     "computer"},
    {"linux",      NULL,     "computer"},
};

static bool holds(const char *text, size_t length, const char *word)
{
    size_t word_length = strlen(word);

    for (size_t at = 0; at + word_length <= length; at++)
        if (strncasecmp(text + at, word, word_length) == 0)
            return true;
    return false;
}

const char *device_class(const char *user_agent, size_t length)
{
    for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
        if (holds(user_agent, length, signs[i].word) &&
            (signs[i].unless == NULL || !holds(user_agent, length, signs[i].unless)))
            return signs[i].device;
    return "other";
}

void network_words(const char *address, char words[NETWORK_TEXT])
{
    uint8_t four[4], six[16];

    if (inet_pton(AF_INET, address, four) == 1)
        snprintf(words, NETWORK_TEXT, "%d.%d.%d.*", four[0], four[1], four[2]);
    else if (inet_pton(AF_INET6, address, six) == 1)
        snprintf(words, NETWORK_TEXT, "%x:%x:%x:*", six[0] << 8 | six[1], six[2] << 8 | six[3],
                 six[4] << 8 | six[5]);
    else
        snprintf(words, NETWORK_TEXT, "*");
}
