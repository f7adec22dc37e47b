#include "http/cookie.h"

#include <string.h>
#include <strings.h>

#include "http/reply.h"

/* Looks through one Cookie field; false when the name is there twice. */
static bool find_in(h2o_iovec_t field, const char *name, h2o_iovec_t *found)
{
    const char *end = field.base + field.len, *stop;
    size_t length = strlen(name);

    for (const char *at = field.base; at < end; at = stop + 1) {
        stop = memchr(at, ';', (size_t)(end - at));
        stop = stop == NULL ? end : stop;
        while (at < stop && *at == ' ')
            at++;
        if ((size_t)(stop - at) <= length || memcmp(at, name, length) != 0 || at[length] != '=')
            continue;
        if (found->base != NULL)
            return false;
        *found = h2o_iovec_init(at + length + 1, (size_t)(stop - at) - length - 1);
    }
    return true;
}

h2o_iovec_t cookie_find(const struct exchange *x, const char *name)
{
    h2o_iovec_t found = {NULL, 0};

    if (x->req == NULL)
        return found;
    for (ssize_t h = -1; (h = h2o_find_header(&x->req->headers, H2O_TOKEN_COOKIE, h)) >= 0;)
        if (!find_in(x->req->headers.entries[h].value, name, &found))
            return h2o_iovec_init(NULL, 0);
    return found;
}

void cookie_set(struct exchange *x, const char *name, const char *value, long seconds)
{
    reply_header(
        x, "set-cookie",
        exchange_text(x, "%s=%s; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=%ld", name, value, seconds));
}

/* The first of the two languages that is named: weights are hardly ever out of order. */
static const char *accepted(h2o_iovec_t wanted)
{
    for (size_t i = 0; i + 1 < wanted.len; i++) {
        bool begins = i == 0 || wanted.base[i - 1] == ',' || wanted.base[i - 1] == ' ';

        if (begins && strncasecmp(wanted.base + i, "zh", 2) == 0)
            return "zh";
        if (begins && strncasecmp(wanted.base + i, "en", 2) == 0)
            return "en";
    }
    return wanted.len == 0 || wanted.base[0] == '*' ? "zh" : "en";
}

const char *language_of(const struct exchange *x)
{
    h2o_iovec_t chosen = cookie_find(x, "lang");

    if (h2o_memis(chosen.base, chosen.len, H2O_STRLIT("zh")))
        return "zh";
    if (h2o_memis(chosen.base, chosen.len, H2O_STRLIT("en")))
        return "en";
    if (x->req == NULL)
        return "zh";
    ssize_t at = h2o_find_header(&x->req->headers, H2O_TOKEN_ACCEPT_LANGUAGE, -1);
    return accepted(at < 0 ? h2o_iovec_init(NULL, 0) : x->req->headers.entries[at].value);
}

void language_set(struct exchange *x, const char *language)
{
    enum { LANGUAGE_SECONDS = 31536000 };

    if (strcmp(language, "zh") == 0 || strcmp(language, "en") == 0)
        cookie_set(x, "lang", language, LANGUAGE_SECONDS);
}
