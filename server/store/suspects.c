#include "store/suspects.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/log.h"
#include "core/service.h"
#include "core/settings.h"
#include "history/enumeration.h"
#include "history/sandbox.h"
#include "store/db.h"
#include "store/honey.h"

enum { PLACES = 1024, SLOWED_SECONDS = 3600, WINDOW = 10 };

/* Two clients that share a place push each other out: what is known of them here is forgotten. */
struct suspect {
    int64_t client;
    int64_t slowed_until; /* wall clock, seconds; 0: never */
    int64_t window;       /* of ten seconds, while it is slowed */
    long taken;           /* in it */
    struct enumeration enumeration;
};

struct suspects {
    struct suspect place[PLACES];
};

struct suspects *suspects_create(void)
{
    struct suspects *s = calloc(1, sizeof(*s));

    if (s == NULL)
        abort();
    return s;
}

void suspects_destroy(struct suspects *s)
{
    free(s);
}

static struct suspect *place_of(const struct exchange *x)
{
    struct suspect *p = &x->service->suspects->place[x->asker.client % PLACES];

    if (p->client != x->asker.client)
        *p = (struct suspect){.client = x->asker.client};
    return p;
}

enum fault suspects_admit(struct exchange *x)
{
    struct suspect *p = place_of(x);
    long most = x->service->settings->slowed_burst, loops = (long)x->service->loops;

    if ((p->slowed_until == 0 && x->asker.slowed_until == 0) || x->asker.terms.bulk || most == 0)
        return FAULT_NONE;
    int64_t now = time(NULL);
    if (now >= p->slowed_until && now >= x->asker.slowed_until)
        return FAULT_NONE;
    if (p->window != now / WINDOW) {
        p->window = now / WINDOW;
        p->taken = 0;
    }
    long share = (most + loops - 1) / loops;
    bool allowed = p->taken < share;

    p->taken += allowed;
    struct told_limit told = {"slowed", share, WINDOW, share - p->taken, WINDOW - now % WINDOW};
    exchange_tell(x, told);
    if (allowed)
        return FAULT_NONE;
    x->retry_after = told.resets;
    count(x->service, refused_slowed);
    return FAULT_SLOWED;
}

static void on_slowed(void *state, const struct answer *answer)
{
    (void)state, (void)answer; /* else this loop alone knows */
}

static void slow(struct exchange *x, struct suspect *p)
{
    p->slowed_until = time(NULL) + SLOWED_SECONDS;
    p->enumeration = (struct enumeration){0};
    if (x->service->settings->slowed_burst != 0)
        db_write(x, QUERY_CLIENT_SLOW,
                 DB_VALUES(exchange_text(x, "%lld", (long long)p->client),
                           exchange_text(x, "%lld", (long long)p->slowed_until)),
                 on_slowed, NULL);
}

/* For the operator: who and why, and of what nothing that tells a vehicle. */
static void tell(const struct exchange *x, const struct suspect *p, const char *why)
{
    struct enumeration_shares shares = enumeration_shares(&p->enumeration);

    log_line(LOG_WARNING, "client_suspected", "client", x->asker.client_id, "why", why, "seen",
             log_number(p->enumeration.seen), "unknown_percent", log_number(shares.unknown), "near_percent",
             log_number(shares.near), "one_row_percent", log_number(shares.one_row), "id", x->id, NULL);
}

void suspects_note(struct exchange *x, const struct vin *vin, const struct vehicle_key *key, bool recorded)
{
    struct suspect *p = place_of(x);
    bool bulk = x->asker.terms.bulk;

    if (!recorded && honey_has(x->service->honey, key)) {
        count(x->service, honey_alarms);
        tell(x, p, "honey");
        if (!bulk)
            slow(x, p);
    }
    if (bulk || vin_is_reserved(vin))
        return;
    enum enumeration_sign sign = enumeration_note(&p->enumeration, vin, recorded);
    if (sign == ENUMERATION_NONE)
        return;
    if (time(NULL) >= p->slowed_until) {
        count(x->service, clients_suspected);
        tell(x, p, enumeration_sign_name(sign));
    }
    slow(x, p);
}
