#include "authenticate.h"

#include <string.h>

#include "core/date.h"
#include "core/seal.h"
#include "core/service.h"
#include "core/settings.h"
#include "http/address.h"
#include "http/bearer.h"
#include "http/cookie.h"
#include "http/lines.h"
#include "http/reply.h"
#include "routes.h"
#include "store/asker.h"
#include "store/clients.h"
#include "store/db.h"
#include "store/limits.h"

struct authentication {
    struct exchange *x;
    void (*next)(struct exchange *x);
};

static continuation client_on_found, client_on_burst, client_on_day, session_on_rows;

struct refusing {
    struct exchange *x;
    enum fault fault;
};

static void refuse_on_limited(void *state, const struct answer *answer)
{
    struct refusing *r = state;

    reply_fault(r->x, failed(answer->fault) ? answer->fault : r->fault);
}

void authenticate_refuse(struct exchange *x, enum fault fault)
{
    struct refusing *r = exchange_new(x, struct refusing);

    *r = (struct refusing){x, fault};
    limits_take(x, LIMIT_ADDRESS, 1, address_of(x), strlen(address_of(x)), refuse_on_limited, r);
}

static void hash_token(struct exchange *x, h2o_iovec_t token)
{
    struct keyed_hash hash = keyed_hash(x->service->keys, KEY_TOKEN, token.base, token.len);

    memcpy(x->asker.session, hash.bytes, sizeof(x->asker.session));
}

/* How many look-ups the request counts for; one when it will be refused for the number of its lines. */
static long cost_of(const struct exchange *x)
{
    long lines = x->route->door == DOOR_LINES ? lines_count(x) : 1;

    return lines == 0 || lines > LINES_MOST ? 1 : lines;
}

static void find_client(struct authentication *a)
{
    h2o_iovec_t token = bearer_of(a->x);

    if (token.len == 0)
        authenticate_refuse(a->x, FAULT_UNAUTHENTICATED);
    else
        clients_find(a->x, token, client_on_found, a);
}

static void client_on_found(void *state, const struct answer *answer)
{
    struct authentication *a = state;
    struct exchange *x = a->x;

    x->audience = AUDIENCE_PLATFORM;
    if (answer->fault == FAULT_TOKEN_EXPIRED)
        authenticate_refuse(x, answer->fault);
    else if (failed(answer->fault))
        reply_fault(x, answer->fault);
    else
        limits_take_of(x, LIMIT_LOOKUP, x->asker.terms.burst, cost_of(x), &x->asker.client,
                       sizeof(x->asker.client), client_on_burst, a);
}

/* Platforms look vehicles up, exporters have certificates issued, workshops and vendors send records; nobody
 * does another's. The first two have a feed. */
static bool opens(enum door door, const struct terms *terms)
{
    switch (door) {
    case DOOR_FEED: return terms->purposes != 0 || terms->exports;
    case DOOR_EXPORTER:
    case DOOR_DOCUMENT: return terms->exports;
    case DOOR_REPAIR: return terms->uploads;
    default: return terms->purposes != 0;
    }
}

static enum fault admit(const struct exchange *x)
{
    if (!terms_allow(&x->asker.terms))
        return FAULT_CONTRACT_ENDED;
    return opens(x->route->door, &x->asker.terms) ? FAULT_NONE : FAULT_SCOPE_MISSING;
}

static void client_on_burst(void *state, const struct answer *answer)
{
    struct authentication *a = state;
    enum fault fault = failed(answer->fault) ? answer->fault : admit(a->x);

    if (failed(fault))
        reply_fault(a->x, fault);
    else if (a->x->route->door != DOOR_CLIENT && a->x->route->door != DOOR_LINES) /* counted where it costs */
        a->next(a->x);
    else
        limits_take_of(a->x, LIMIT_LOOKUP_DAY, a->x->asker.terms.day, cost_of(a->x), &a->x->asker.client,
                       sizeof(a->x->asker.client), client_on_day, a);
}

static void client_on_day(void *state, const struct answer *answer)
{
    struct authentication *a = state;

    if (failed(answer->fault))
        reply_fault(a->x, answer->fault);
    else
        a->next(a->x);
}

static void find_session(struct authentication *a)
{
    struct exchange *x = a->x;
    h2o_iovec_t token = cookie_find(x, SESSION_COOKIE);

    if (token.len == 0 && x->route->door != DOOR_PAGE) {
        reply_fault(x, FAULT_SIGNED_OUT);
        return;
    }
    if (token.len == 0) {
        a->next(x);
        return;
    }
    hash_token(x, token);
    db_read(x, QUERY_SESSION_BY_HASH,
            DB_VALUES(session_text(x), exchange_text(x, "%ld", x->service->settings->session_idle),
                      exchange_text(x, "%ld", x->service->settings->session_seconds)),
            session_on_rows, a);
}

static enum role role_of(const char *code)
{
    if (code == NULL)
        return ROLE_NONE;
    if (strcmp(code, "reviewer") == 0)
        return ROLE_REVIEWER;
    return strcmp(code, "supervisor") == 0 ? ROLE_SUPERVISOR : ROLE_NONE;
}

static void know_session(struct exchange *x, const struct rows *rows)
{
    x->asker.account = rows_number(rows, 0, 0);
    x->asker.workshop = rows_number(rows, 0, 1);
    x->asker.staff = rows_number(rows, 0, 2);
    x->asker.role = role_of(rows_text(rows, 0, 3));
    x->asker.unread = (unsigned)rows_number(rows, 0, 4);
    x->asker.client_admin = rows_number(rows, 0, 5);
    x->asker.administered = rows_number(rows, 0, 6);
    x->asker.exports = rows_true(rows, 0, 7);
    if (x->asker.account != 0)
        x->audience = AUDIENCE_OWNER;
    else if (x->asker.workshop != 0)
        x->audience = AUDIENCE_WORKSHOP;
    else if (x->asker.role == ROLE_SUPERVISOR)
        x->audience = AUDIENCE_SUPERVISOR;
}

static bool may_enter(const struct exchange *x)
{
    switch (x->route->door) {
    case DOOR_OWNER:
    case DOOR_PHOTOS: return x->asker.account != 0;
    case DOOR_CONSOLE: return x->asker.workshop != 0;
    case DOOR_STAFF: return x->asker.staff != 0;
    case DOOR_PLATFORM:
    case DOOR_AGENT:
    case DOOR_PAPERS: return x->asker.client_admin != 0;
    default: return true;
    }
}

static void session_on_rows(void *state, const struct answer *answer)
{
    struct authentication *a = state;
    struct exchange *x = a->x;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    if (answer->rows->count != 0)
        know_session(x, answer->rows);
    if (!may_enter(x))
        reply_fault(x, FAULT_SIGNED_OUT);
    else if ((x->route->door == DOOR_AGENT || x->route->door == DOOR_PAPERS) && !x->asker.exports)
        reply_fault(x, FAULT_PATH_UNKNOWN);
    else
        a->next(x);
}

void authenticate(struct exchange *x, void (*next)(struct exchange *x))
{
    struct authentication *a = exchange_new(x, struct authentication);

    *a = (struct authentication){x, next};
    switch (x->route->door) {
    case DOOR_CLIENT:
    case DOOR_LINES:
    case DOOR_HANDLE:
    case DOOR_FEED:
    case DOOR_EXPORTER:
    case DOOR_REPAIR:
    case DOOR_DOCUMENT: find_client(a); break;
    case DOOR_PAGE:
    case DOOR_OWNER:
    case DOOR_PHOTOS:
    case DOOR_CONSOLE:
    case DOOR_PLATFORM:
    case DOOR_AGENT:
    case DOOR_PAPERS:
    case DOOR_STAFF: find_session(a); break;
    default: next(x);
    }
}
