#include "core/settings.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static bool read_number(const char *variable, long fallback, long least, long most, long *number,
                        char *complaint, size_t size)
{
    const char *text = getenv(variable);
    char *end;

    *number = fallback;
    if (text == NULL || *text == '\0')
        return true;
    errno = 0;
    *number = strtol(text, &end, 10);
    if (errno == 0 && *end == '\0' && *number >= least && *number <= most)
        return true;
    snprintf(complaint, size, "%s must be a whole number from %ld to %ld.", variable, least, most);
    return false;
}

static const char *read_text(const char *variable, const char *fallback)
{
    const char *text = getenv(variable);

    return text == NULL ? fallback : text;
}

/* Up to and with the host's first character; NULL when it is no address of the web. */
static const char *host_of(const char *url)
{
    const char *host = strncmp(url, "https://", 8) == 0  ? url + 8
                       : strncmp(url, "http://", 7) == 0 ? url + 7
                                                         : "";

    return *host != '\0' && *host != '/' && url[strcspn(url, " \t\r\n\"'<>\\")] == '\0' ? host : NULL;
}

static bool is_url(const char *text)
{
    return host_of(text) != NULL;
}

/* What paths are put behind. */
static bool is_origin(const char *text)
{
    const char *host = host_of(text);

    return host != NULL && strpbrk(host, "/?#") == NULL;
}

/* What a line of security.txt can say. */
static bool is_contact(const char *text)
{
    size_t scheme = strncmp(text, "mailto:", 7) == 0 ? 7 : strncmp(text, "https://", 8) == 0 ? 8 : 0;

    for (const char *at = text; *at != '\0'; at++)
        if (*at <= ' ' || *at > '~')
            return false;
    return scheme > 0 && text[scheme] != '\0';
}

/* As the kernel's addresses are written, so that comparing texts is comparing addresses. */
static bool is_address(const char *text)
{
    struct in6_addr bytes;
    char again[INET6_ADDRSTRLEN];

    for (size_t i = 0; i < 2; i++) {
        int family = (const int[]){AF_INET, AF_INET6}[i];
        if (inet_pton(family, text, &bytes) == 1 && inet_ntop(family, &bytes, again, sizeof(again)) != NULL &&
            strcmp(text, again) == 0)
            return true;
    }
    return false;
}

/* clang-format off */
static const struct {
    size_t member;
    const char *variable;
    bool (*fits)(const char *text);
    const char *must;
} shapes[] = {
    {offsetof(struct settings, public_url),    "CHEDANG_URL",           is_origin,  "http:// or https:// and a host, without a path"},
    {offsetof(struct settings, security_contact), "CHEDANG_SECURITY_CONTACT", is_contact, "mailto: and an address of mail, or https:// and a page"},
    {offsetof(struct settings, trusted_proxy), "CHEDANG_TRUSTED_PROXY", is_address, "an address such as 192.0.2.1 or 2001:db8::1"},
    {offsetof(struct settings, sms_url),       "CHEDANG_SMS_URL",       is_url,     "an address that begins with http:// or https://"},
};
/* clang-format on */

/* What is given at all; empty means without. */
static bool texts_fit(const struct settings *settings, char *complaint, size_t size)
{
    for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
        const char *text = *(const char *const *)((const char *)settings + shapes[i].member);

        if (*text == '\0' || shapes[i].fits(text))
            continue;
        snprintf(complaint, size, "%s must be %s.", shapes[i].variable, shapes[i].must);
        return false;
    }
    if ((*settings->tls_certificate == '\0') == (*settings->tls_key == '\0'))
        return true;
    snprintf(complaint, size, "CHEDANG_TLS_CERTIFICATE and CHEDANG_TLS_KEY must be given together.");
    return false;
}

bool settings_read(struct settings *settings, char *complaint, size_t size)
{
#define TEXT(member, variable, fallback, meaning) settings->member = read_text(variable, fallback);
#define NUMBER(member, variable, fallback, least, most, meaning) \
    if (!read_number(variable, fallback, least, most, &settings->member, complaint, size)) \
        return false;
    SETTINGS(TEXT, NUMBER)
#undef TEXT
#undef NUMBER
    if (settings->poll_ms * 2 > settings->lease_ms) {
        snprintf(complaint, size, "CHEDANG_LEASE_MS must be at least twice CHEDANG_POLL_MS.");
        return false;
    }
    return texts_fit(settings, complaint, size);
}

void settings_print(FILE *out)
{
#define TEXT(member, variable, fallback, meaning) \
    fprintf(out, "%-28s %-16s %s\n", variable, fallback, meaning);
#define NUMBER(member, variable, fallback, least, most, meaning) \
    fprintf(out, "%-28s %-16ld %s (%ld to %ld)\n", variable, (long)(fallback), meaning, (long)(least), \
            (long)(most));
    fprintf(out, "%-28s %-16s %s\n", "variable", "default", "meaning");
    SETTINGS(TEXT, NUMBER)
#undef TEXT
#undef NUMBER
}
