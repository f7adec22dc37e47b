#include "store/webhook_drain.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <h2o.h>
#include <libpq-fe.h>

#include "core/background.h"
#include "core/log.h"
#include "core/seal.h"
#include "queries.h"
#include "store/feed_store.h"
#include "store/webhook_post.h"
#include "store/webhook_store.h"

enum { PAUSE_US = 200000, NUMBER_TEXT = 24, EVENT_BYTES = 192 };
enum column { ID, CLIENT, TARGET, PING, POSITION, PENDING, PUBLIC_ID }; /* of webhook_lease.sql */

struct webhook_drain {
    const struct settings *settings;
    const struct keys *keys;
    atomic_bool ending;
    pthread_t thread[WEBHOOK_THREADS];
};

/* One delivery. */
struct sending {
    struct webhook_drain *drain;
    PGconn *pg;
    h2o_mem_pool_t pool;
    const PGresult *webhook;
    int64_t client, first, last; /* 0: a ping */
    char challenge[TICKET_TEXT]; /* of a ping */
};

static bool connected(struct webhook_drain *d, PGconn **pg)
{
    if (*pg != NULL && PQstatus(*pg) == CONNECTION_OK)
        return true;
    PQfinish(*pg);
    *pg = PQconnectdb(d->settings->postgres);
    PQclear(PQexec(*pg, "SET search_path = chedang"));
    return PQstatus(*pg) == CONNECTION_OK;
}

/* Rows, or NULL. */
static PGresult *ask(PGconn *pg, enum query query, const char *const *values)
{
    PGresult *result =
        PQexecParams(pg, queries[query].sql, queries[query].parameters, NULL, values, NULL, NULL, 0);

    if (PQresultStatus(result) == PGRES_TUPLES_OK)
        return result;
    PQclear(result);
    return NULL;
}

static const char *of_webhook(const struct sending *s, enum column column)
{
    return PQgetvalue(s->webhook, 0, column);
}

static bool is(const struct sending *s, enum column column)
{
    return strcmp(of_webhook(s, column), "t") == 0;
}

/* The events after its position; one that cannot be told is left out, and the log has it. */
static void put_events(struct sending *s, struct json_text *t, const PGresult *found)
{
    struct rows rows = {.count = PQntuples(found), .columns = PQnfields(found), .pg = found};
    struct feed_event event;
    const char *comma = "";

    for (int row = 0; row < feed_count(&rows); row++) {
        s->last = feed_seq(&rows, row);
        s->first = s->first == 0 ? s->last : s->first;
        if (!feed_event_read(&s->pool, s->drain->keys, s->client, &rows, row, &event))
            continue;
        json_raw(t, comma);
        feed_event_put(t, &event);
        comma = ",";
    }
}

/* The message; empty when the feed cannot be read, or there is nothing to send any more. */
static h2o_iovec_t message_of(struct sending *s)
{
    char most[NUMBER_TEXT];
    struct json_text t = json_text_new(&s->pool, 128 + WEBHOOK_EVENTS * EVENT_BYTES);
    bool ping = is(s, PING);

    snprintf(most, sizeof(most), "%d", WEBHOOK_EVENTS);
    PGresult *found = ping ? NULL
                           : ask(s->pg, QUERY_CHANGES_OF_CLIENT,
                                 (const char *[]){of_webhook(s, CLIENT), of_webhook(s, POSITION), most});
    json_raw(&t, "{\"webhook\":");
    json_string_put(&t, of_webhook(s, ID));
    json_raw(&t, ping ? ",\"ping\":true,\"challenge\":" : ",\"ping\":false");
    if (ping) {
        ticket_new(s->challenge);
        json_string_put(&t, s->challenge);
    }
    json_raw(&t, ",\"events\":[");
    if (found != NULL)
        put_events(s, &t, found);
    PQclear(found);
    json_raw(&t, "]}\n");
    return ping || s->first != 0 ? json_text_bytes(&t) : h2o_iovec_init(NULL, 0);
}

static bool settle(struct sending *s, const struct webhook_answer *answer)
{
    char first[NUMBER_TEXT], last[NUMBER_TEXT], status[NUMBER_TEXT], ms[NUMBER_TEXT];

    snprintf(first, sizeof(first), "%lld", (long long)s->first);
    snprintf(last, sizeof(last), "%lld", (long long)s->last);
    snprintf(status, sizeof(status), "%d", answer->status);
    snprintf(ms, sizeof(ms), "%d", answer->ms);
    PGresult *done = ask(s->pg, QUERY_WEBHOOK_SETTLE,
                         (const char *[]){of_webhook(s, ID), s->first == 0 ? NULL : first,
                                          s->first == 0 ? NULL : last, status, answer->outcome, ms});
    PQclear(done);
    return done != NULL;
}

/* Whether who answers there has read the ping, and wants what is sent: an address that takes whatever comes
 * is not a client's because a client says so. */
static bool confirms(const struct sending *s, const struct webhook_answer *answer)
{
    size_t length = strlen(s->challenge), end = answer->length;

    if (end > WEBHOOK_BODY)
        return false;
    while (end > 0 && (answer->body[end - 1] == '\n' || answer->body[end - 1] == '\r'))
        end--;
    return end == length && memcmp(answer->body, s->challenge, length) == 0;
}

/* What is leased and cannot be sent comes again when the lease is over. */
static bool send_leased(struct sending *s)
{
    struct webhook_target target;
    const char *url = webhook_url_open(&s->pool, s->drain->keys, of_webhook(s, ID), of_webhook(s, TARGET));
    h2o_iovec_t message = message_of(s);

    if (url == NULL || message.len == 0)
        return false;
    if (!webhook_target_read(url, s->drain->settings->webhook_allow, &target))
        return settle(s, &(struct webhook_answer){.outcome = "address_not_allowed"});
    struct webhook_answer answer =
        webhook_post(s->drain->keys, of_webhook(s, PUBLIC_ID), url, &target, message);
    if (is(s, PENDING) && strcmp(answer.outcome, "taken") == 0 && !confirms(s, &answer))
        answer.outcome = "not_confirmed";
    return settle(s, &answer);
}

/* False when there is none to send, or the database is away. */
static bool send_next(struct webhook_drain *d, PGconn **pg)
{
    bool sent = false;
    PGresult *webhook = connected(d, pg) ? ask(*pg, QUERY_WEBHOOK_LEASE, NULL) : NULL;

    if (webhook != NULL && PQntuples(webhook) == 1) {
        struct sending s = {.drain = d, .pg = *pg, .webhook = webhook};
        s.client = strtoll(PQgetvalue(webhook, 0, CLIENT), NULL, 10);
        h2o_mem_init_pool(&s.pool);
        sent = send_leased(&s);
        h2o_mem_clear_pool(&s.pool);
    }
    PQclear(webhook);
    return sent;
}

static void *drain_thread(void *argument)
{
    struct webhook_drain *d = argument;
    PGconn *pg = NULL;

    background_begin();
    while (!atomic_load(&d->ending))
        if (!send_next(d, &pg))
            usleep(PAUSE_US);
    PQfinish(pg);
    background_end();
    return NULL;
}

struct webhook_drain *webhook_drain_start(const struct settings *settings, const struct keys *keys)
{
    struct webhook_drain *d = calloc(1, sizeof(*d));

    if (d == NULL)
        abort();
    d->settings = settings;
    d->keys = keys;
    for (size_t i = 0; i < WEBHOOK_THREADS; i++)
        if (pthread_create(&d->thread[i], NULL, drain_thread, d) != 0)
            abort();
    return d;
}

void webhook_drain_stop(struct webhook_drain *d)
{
    atomic_store(&d->ending, true);
    for (size_t i = 0; i < WEBHOOK_THREADS; i++)
        pthread_join(d->thread[i], NULL);
    free(d);
}
