#include "endpoints/public/security.h"

#include <string.h>
#include <time.h>

#include "core/date.h"
#include "core/service.h"
#include "core/settings.h"
#include "http/reply.h"

enum { HALF_A_YEAR = 182 * 86400 };

void security_txt_start(struct exchange *x)
{
    const struct settings *s = x->service->settings;
    time_t ends = (time_t)(clock_wall() / 1000000) + HALF_A_YEAR;
    char expires[] = "2026-01-01T00:00:00Z";
    struct tm day;

    if (*s->security_contact == '\0') {
        reply_fault(x, FAULT_PATH_UNKNOWN);
        return;
    }
    strftime(expires, sizeof(expires), "%Y-%m-%dT00:00:00Z", gmtime_r(&ends, &day));
    const char *body = exchange_text(x,
                                     "Contact: %s\nExpires: %s\nPreferred-Languages: zh, en\n"
                                     "Canonical: %s/.well-known/security.txt\n",
                                     s->security_contact, expires, s->public_url);
    reply_bytes(x, 200, REPLY_HOUR, "text/plain; charset=utf-8", h2o_iovec_init(body, strlen(body)));
}
