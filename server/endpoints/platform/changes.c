#include "endpoints/platform/changes.h"

#include <stdlib.h>
#include <string.h>

#include "core/date.h"
#include "core/service.h"
#include "http/bearer.h"
#include "http/form.h"
#include "http/reply.h"
#include "store/clients.h"
#include "store/db.h"
#include "store/feed_store.h"

enum { LIMIT = 100, MOST = 1000, WAIT_MOST = 30, WAITERS_OF_ONE = 4, EVENT_BYTES = 192, DIGITS = 18 };

/* How often a feed that is waited for is looked at. */
static const int64_t look_again_ns = 300000000;

struct changes {
    struct exchange *x;
    long after, limit;
    int64_t wait_until; /* monotonic, ns; 0: not at all */
    int64_t *place;     /* where it waits */
};

static continuation changes_on_rows, changes_on_moment, changes_on_known;

/* A number of the query, up to `most`; false for anything else. Absent: `otherwise`. */
static bool read_number(struct exchange *x, const char *name, long otherwise, long most, long *number)
{
    const char *text = query_field(x, name);

    *number = otherwise;
    if (text == NULL)
        return !query_has(x, name);
    size_t length = strlen(text);
    if (length == 0 || length > DIGITS || strspn(text, "0123456789") != length)
        return false;
    *number = strtol(text, NULL, 10);
    return *number <= most;
}

static void ask(struct changes *c)
{
    struct exchange *x = c->x;

    db_read(x, QUERY_CHANGES_OF_CLIENT,
            DB_VALUES(exchange_text(x, "%lld", (long long)x->asker.client), exchange_text(x, "%ld", c->after),
                      exchange_text(x, "%ld", c->limit)),
            changes_on_rows, c);
}

static void stop_waiting(void *state)
{
    struct changes *c = state;

    *c->place = 0;
}

/* Those who wait are bounded, and those of one client more so: NULL for one more. */
static int64_t *free_place(const struct exchange *x)
{
    int64_t *place = x->service->feed_waiter, *found = NULL;
    unsigned own = 0;

    for (int64_t *end = place + FEED_WAITERS; place < end; place++) {
        own += *place == x->asker.client;
        if (*place == 0)
            found = place;
    }
    return own < WAITERS_OF_ONE ? found : NULL;
}

/* Who finds no place is answered at once, as if it had not asked to wait. */
static void wait_for(struct changes *c, long seconds)
{
    struct exchange *x = c->x;

    if (seconds == 0 || (c->place = free_place(x)) == NULL)
        return;
    *c->place = x->asker.client;
    exchange_adopt(x, c, stop_waiting);
    exchange_wait(x);
    c->wait_until = x->began + seconds * 1000000000;
}

void changes_start(struct exchange *x)
{
    struct changes *c = exchange_new(x, struct changes);
    long seconds;

    c->x = x;
    if (!read_number(x, "after", 0, INT64_MAX, &c->after))
        reply_problem(x, FAULT_FIELD_INVALID,
                      "after is the number of the last event that you have; 0 at first.", "/after", NULL);
    else if (!read_number(x, "limit", LIMIT, MOST, &c->limit) || c->limit == 0)
        reply_problem(x, FAULT_FIELD_INVALID, "limit is 1 to 1000.", "/limit", NULL);
    else if (!read_number(x, "wait", 0, WAIT_MOST, &seconds))
        reply_problem(x, FAULT_FIELD_INVALID, "wait is 0 to 30 seconds.", "/wait", NULL);
    else {
        wait_for(c, seconds);
        ask(c);
    }
}

static void changes_on_moment(void *state, const struct answer *answer)
{
    struct changes *c = state;

    (void)answer;
    clients_find_again(c->x, bearer_of(c->x), changes_on_known, c);
}

/* Who waits may have been revoked meanwhile. */
static void changes_on_known(void *state, const struct answer *answer)
{
    struct changes *c = state;

    if (failed(answer->fault))
        reply_fault(c->x, answer->fault);
    else
        ask(c);
}

static void reply_events(struct changes *c, const struct rows *rows, struct feed_extent extent)
{
    struct exchange *x = c->x;
    int count = feed_count(rows);
    struct json_text t = json_text_new(&x->pool, 64 + (size_t)count * EVENT_BYTES);
    struct feed_event event = {.seq = c->after};
    const char *comma = "";

    json_raw(&t, "{\"changes\":[");
    for (int row = 0; row < count; row++) {
        if (!feed_event_read(&x->pool, x->service->keys, x->asker.client, rows, row, &event)) {
            reply_fault(x, FAULT_BUG);
            return;
        }
        json_raw(&t, comma);
        feed_event_put(&t, &event);
        comma = ",";
    }
    json_raw(&t, "],\"next_after\":");
    json_number_put(&t, event.seq);
    json_raw(&t, event.seq < extent.last ? ",\"more\":true}\n" : ",\"more\":false}\n");
    if (event.seq < extent.last)
        reply_header(x, "link",
                     exchange_text(x, "</v1/changes?after=%lld&limit=%ld>; rel=\"next\"",
                                   (long long)event.seq, c->limit));
    reply_header(x, "vary", "authorization");
    reply_json(x, 200, REPLY_NO_STORE, json_text_bytes(&t));
}

static void changes_on_rows(void *state, const struct answer *answer)
{
    struct changes *c = state;
    struct exchange *x = c->x;

    if (failed(answer->fault)) {
        reply_fault(x, answer->fault);
        return;
    }
    struct feed_extent extent = feed_extent_of(answer->rows);
    if (c->after < extent.forgotten || c->after > extent.last)
        reply_problem(x, FAULT_FEED_GONE, NULL, NULL,
                      exchange_text(x, ",\"last\":%lld", (long long)extent.last));
    else if (feed_count(answer->rows) == 0 && clock_monotonic() < c->wait_until && !x->service->draining)
        pending_until(x, clock_monotonic() + look_again_ns, changes_on_moment, c);
    else
        reply_events(c, answer->rows, extent);
}
