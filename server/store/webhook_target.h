/*
 * webhook_target - where a client wants its events to be sent to
 *
 * An https address at port 443, without user, password or fragment, of at most WEBHOOK_URL_MOST bytes. Which
 * machine that is, is looked at when it is connected to.
 */
#pragma once

#include <stdbool.h>

enum { WEBHOOK_URL_MOST = 1024 };

struct webhook_target {
    char authority[WEBHOOK_URL_MOST + 1], path[WEBHOOK_URL_MOST + 1]; /* as RFC 9421 has them */
    char query[WEBHOOK_URL_MOST + 2]; /* with its question mark, also when empty */
    bool allowed;                     /* the one of the settings, which may be private and without TLS */
};

/* `allow` is ADDRESS:PORT or empty. False for anything else than such an address. */
bool webhook_target_read(const char *url, const char *allow, struct webhook_target *target);
