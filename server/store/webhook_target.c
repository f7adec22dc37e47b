#include "store/webhook_target.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include <curl/curl.h>

/* A part of the address; empty when there is none. */
static bool part(CURLU *url, CURLUPart what, unsigned flags, char *text, size_t size)
{
    char *found = NULL;

    *text = '\0';
    if (curl_url_get(url, what, &found, flags) != CURLUE_OK)
        return true;
    bool fits = strlen(found) < size;
    if (fits)
        strcpy(text, found);
    curl_free(found);
    return fits;
}

static bool has(CURLU *url, CURLUPart what)
{
    char *found = NULL;
    bool there = curl_url_get(url, what, &found, 0) == CURLUE_OK;

    curl_free(found);
    return there;
}

static bool read_parts(CURLU *url, const char *allow, struct webhook_target *t)
{
    char scheme[8], host[256], port[8]; /* a name has 253 characters at most */

    if (!part(url, CURLUPART_SCHEME, 0, scheme, sizeof(scheme)) ||
        !part(url, CURLUPART_HOST, 0, host, sizeof(host)) ||
        !part(url, CURLUPART_PORT, CURLU_DEFAULT_PORT, port, sizeof(port)) ||
        !part(url, CURLUPART_PATH, 0, t->path, sizeof(t->path)) ||
        !part(url, CURLUPART_QUERY, 0, t->query + 1, sizeof(t->query) - 1))
        return false;
    for (char *c = host; *c != '\0'; c++)
        *c = (char)tolower((unsigned char)*c);
    t->query[0] = '?';
    snprintf(t->authority, sizeof(t->authority), "%s:%s", host, port);
    t->allowed = *allow != '\0' && strcmp(t->authority, allow) == 0;
    if (strcmp(port, "443") == 0)
        strcpy(t->authority, host);
    return *host != '\0' && !has(url, CURLUPART_USER) && !has(url, CURLUPART_PASSWORD) &&
           !has(url, CURLUPART_FRAGMENT) &&
           (t->allowed || (strcmp(scheme, "https") == 0 && strcmp(port, "443") == 0));
}

bool webhook_target_read(const char *text, const char *allow, struct webhook_target *target)
{
    CURLU *url;
    bool good = false;

    if (strlen(text) > WEBHOOK_URL_MOST)
        return false;
    for (const char *c = text; *c != '\0'; c++)
        if (*c <= ' ' || *c > '~')
            return false;
    url = curl_url();
    if (url != NULL && curl_url_set(url, CURLUPART_URL, text, 0) == CURLUE_OK)
        good = read_parts(url, allow, target);
    curl_url_cleanup(url);
    return good;
}
