#include "store/db_connection.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/date.h"
#include "core/log.h"
#include "core/service.h"
#include "core/settings.h"
#include "store/db_send.h"

enum db_state { CLOSED, CONNECTING, PREPARING, READY };

struct db_connection {
    struct service *service;
    PGconn *pg;
    h2o_socket_t *socket;
    int watched; /* the descriptor that `socket` is a duplicate of */
    enum db_state state;
    struct db_queue queue; /* what waits in it waits for READY */
    bool prepared[QUERY_COUNT];
    enum query lacking[QUERY_COUNT]; /* what waits needs these first */
    unsigned lacks;
    unsigned syncs;           /* of what was sent and not answered to its end */
    bool told;                /* that it is lost: once is enough until it is back */
    h2o_timeout_entry_t beat; /* looks at the deadline of the first */
    h2o_timeout_entry_t retry;
};

static void on_readable(h2o_socket_t *socket, const char *error);
static void on_writable(h2o_socket_t *socket, const char *error);
static void on_retry(h2o_timeout_entry_t *entry);
static void on_beat(h2o_timeout_entry_t *entry);
static void read_results(struct db_connection *c);
static void send_waiting(struct db_connection *c);

/* The only place where a connection changes its state. */
static void move_to(struct db_connection *c, enum db_state state)
{
    if (c->state == CONNECTING && state == READY) {
        count(c->service, db_reconnects);
        c->told = false;
    }
    c->state = state;
}

static void unwatch(struct db_connection *c)
{
    if (c->socket != NULL)
        h2o_socket_close(c->socket);
    c->socket = NULL;
    c->watched = -1;
}

/* h2o closes its descriptor and libpq its own, so h2o gets a duplicate; while connecting it may become
 * another. */
static void watch(struct db_connection *c)
{
    if (c->socket != NULL && c->watched == PQsocket(c->pg))
        return;
    unwatch(c);
    c->watched = PQsocket(c->pg);
    c->socket = h2o_evloop_socket_create(c->service->http.loop, dup(c->watched), H2O_SOCKET_FLAG_DONT_READ);
    c->socket->data = c;
}

static void close_connection(struct db_connection *c)
{
    unwatch(c);
    PQfinish(c->pg);
    c->pg = NULL;
    memset(c->prepared, 0, sizeof(c->prepared));
    c->lacks = c->syncs = 0;
    move_to(c, CLOSED);
}

/* The connection has lost its place in the order of replies, so all that was on it is lost with it. */
static void give_up(struct db_connection *c, const char *why, enum fault fault)
{
    if (!c->told)
        log_line(LOG_ERROR, "db_lost", "why", why, "loop", log_number(c->service->number), NULL);
    c->told = true;
    close_connection(c);
    if (!h2o_timeout_is_linked(&c->retry))
        timer_set(c->service, TIMER_RETRY, &c->retry);
    db_queue_fail(&c->queue, fault);
}

static void want(struct db_connection *c, bool write)
{
    watch(c);
    h2o_socket_read_start(c->socket, on_readable);
    if (write && !h2o_socket_is_writing(c->socket))
        h2o_socket_notify_write(c->socket, on_writable);
}

static void flush(struct db_connection *c)
{
    int left = PQflush(c->pg);

    if (left < 0)
        give_up(c, "flush", FAULT_STORE_DOWN);
    else
        want(c, left > 0);
}

/* What PostgreSQL remarks on could hold values. */
static void pass_over(void *unused, const PGresult *notice)
{
    (void)unused, (void)notice;
}

/* libpq's first line, for the one who has to mend it; there is no statement yet whose values it could hold.
 */
static void not_connected(struct db_connection *c)
{
    char why[300];

    snprintf(why, sizeof(why), "%s", c->pg == NULL ? "no memory" : PQerrorMessage(c->pg));
    why[strcspn(why, "\n")] = '\0';
    give_up(c, why, FAULT_STORE_DOWN);
}

static void connect_start(struct db_connection *c)
{
    char options[160];
    const struct settings *s = c->service->settings;
    const char *const names[] = {"dbname", "options", "application_name", NULL};
    const char *const values[] = {s->postgres, options, "chedang", NULL};

    /* A little below our own deadline, so that a slow statement is PostgreSQL's to end and the connection
     * lives. */
    snprintf(options, sizeof(options),
             "-c search_path=chedang -c timezone=Asia/Shanghai -c statement_timeout=%ld",
             s->db_timeout_ms * 9 / 10);
    c->pg = PQconnectStartParams(names, values, 1);
    if (c->pg == NULL || PQstatus(c->pg) == CONNECTION_BAD) {
        not_connected(c);
        return;
    }
    PQsetNoticeReceiver(c->pg, pass_over, NULL);
    move_to(c, CONNECTING);
    want(c, true);
}

static void connect_go_on(struct db_connection *c)
{
    switch (PQconnectPoll(c->pg)) {
    case PGRES_POLLING_READING: want(c, false); return;
    case PGRES_POLLING_WRITING: want(c, true); return;
    case PGRES_POLLING_OK: break;
    default: not_connected(c); return;
    }
    if (PQsetnonblocking(c->pg, 1) != 0 || !PQenterPipelineMode(c->pg)) {
        give_up(c, "pipeline", FAULT_STORE_DOWN);
        return;
    }
    move_to(c, READY);
    want(c, false);
    send_waiting(c);
}

/* Nothing else is sent before they are answered, so that none is left out for what failed before it. */
static void prepare_lacking(struct db_connection *c)
{
    bool good = true;

    for (; good && c->lacks > 0; c->lacks--)
        good = db_prepare(c->pg, c->lacking[c->lacks - 1]);
    if (!good || !PQpipelineSync(c->pg)) {
        give_up(c, "prepare", FAULT_STORE_DOWN);
        return;
    }
    c->syncs++;
    move_to(c, PREPARING);
    flush(c);
}

static void send_waiting(struct db_connection *c)
{
    struct db_statement *s;
    bool any = false;

    if (c->lacks > 0) {
        prepare_lacking(c);
        return;
    }
    while ((s = db_queue_take(&c->queue)) != NULL) {
        any = true;
        c->syncs += s->last;
        if (!db_send(c->pg, s->query, &s->values, s->last)) {
            give_up(c, "send", FAULT_STORE_DOWN);
            return;
        }
    }
    if (any)
        flush(c);
}

/* Of what was sent, only what was to be prepared is still to be answered. */
static bool prepares(const struct db_connection *c)
{
    return c->state == PREPARING && c->syncs == 1;
}

static void on_sync(struct db_connection *c)
{
    bool prepared = prepares(c);

    c->syncs--;
    if (prepared)
        move_to(c, READY);
    else
        db_queue_sync(&c->queue);
    if (c->state == READY) /* and not lost by what was just answered */
        send_waiting(c);
}

/* Class 42: a syntax error, or something is not there or not ours. */
static bool misfits(const PGresult *result)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);

    return state != NULL && strncmp(state, "42", 2) == 0;
}

static void on_result(struct db_connection *c, PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);

    if (status == PGRES_PIPELINE_SYNC) {
        PQclear(result);
        on_sync(c);
    } else if (prepares(c)) {
        bool bad = status != PGRES_COMMAND_OK;
        if (bad && misfits(result)) /* else the server is going away */
            log_line(LOG_BUG, "query_does_not_fit_schema", "why", PQresultErrorMessage(result), NULL);
        PQclear(result);
        if (bad)
            give_up(c, "schema", FAULT_STORE_DOWN);
    } else {
        db_queue_result(&c->queue, result);
    }
}

static void read_results(struct db_connection *c)
{
    int nulls = 0; /* one ends each statement; two in a row mean that nothing is left */

    while (c->pg != NULL && !PQisBusy(c->pg) && nulls < 2) {
        PGresult *result = PQgetResult(c->pg);

        nulls = result == NULL ? nulls + 1 : 0;
        if (result != NULL)
            on_result(c, result);
    }
}

static void on_event(struct db_connection *c)
{
    if (c->state == CONNECTING) {
        connect_go_on(c);
        return;
    }
    if (!PQconsumeInput(c->pg)) {
        read_results(c);
        if (c->pg != NULL)
            give_up(c, "read", FAULT_STORE_DOWN);
        return;
    }
    read_results(c);
    if (c->pg != NULL)
        flush(c);
}

static void on_readable(h2o_socket_t *socket, const char *error)
{
    (void)error; /* libpq meets it again */
    on_event(socket->data);
}

static void on_writable(h2o_socket_t *socket, const char *error)
{
    (void)error;
    on_event(socket->data);
}

static void on_retry(h2o_timeout_entry_t *entry)
{
    connect_start(H2O_STRUCT_FROM_MEMBER(struct db_connection, retry, entry));
}

/* A quarter of the deadline is exact enough: what counts is that nothing waits for ever. */
static void on_beat(h2o_timeout_entry_t *entry)
{
    struct db_connection *c = H2O_STRUCT_FROM_MEMBER(struct db_connection, beat, entry);

    timer_set(c->service, TIMER_RETRY, &c->beat);
    if (c->pg != NULL && db_queue_late(&c->queue, clock_monotonic()))
        give_up(c, "deadline", FAULT_STORE_SLOW);
}

struct db_connection *db_connection_create(struct service *service)
{
    struct db_connection *c = h2o_mem_alloc(sizeof(*c));

    *c = (struct db_connection){.service = service, .watched = -1, .retry.cb = on_retry, .beat.cb = on_beat};
    db_queue_init(&c->queue, service);
    timer_set(service, TIMER_RETRY, &c->beat);
    connect_start(c);
    return c;
}

void db_connection_destroy(struct db_connection *c)
{
    close_connection(c);
    db_queue_fail(&c->queue, FAULT_STORE_DOWN);
    h2o_timeout_unlink(&c->beat);
    if (h2o_timeout_is_linked(&c->retry))
        h2o_timeout_unlink(&c->retry);
    free(c);
}

/* What is sent at once is read at once, and rows of an answer that is gone by then are good enough. */
static void keep_values(struct db_statement *s)
{
    for (int i = 0; i < s->values.count; i++)
        if (s->values.value[i] != NULL)
            s->values.value[i] = exchange_kept(s->pending.x, s->values.value[i]);
}

void db_connection_send(struct db_connection *c, struct db_statement *s)
{
    if (c->state == CLOSED) {
        count(c->service, db_failures);
        pending_refuse(&s->pending, FAULT_STORE_DOWN);
        return;
    }
    if (!c->prepared[s->query])
        c->lacking[c->lacks++] = s->query;
    c->prepared[s->query] = true;
    if (c->state != READY || c->lacks > 0 || c->queue.grouped)
        keep_values(s);
    db_queue_add(&c->queue, s);
    if (c->state == READY)
        send_waiting(c);
}

unsigned db_connection_load(const struct db_connection *c)
{
    return c->queue.load;
}

bool db_connection_ready(const struct db_connection *c)
{
    return c->state >= PREPARING;
}
