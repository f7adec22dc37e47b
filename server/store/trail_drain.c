#include "store/trail_drain.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <libpq-fe.h>
#include <sodium.h>

#include "core/background.h"
#include "core/die_at.h"
#include "core/log.h"
#include "history/disclosure.h"
#include "store/copy.h"
#include "store/usage_count.h"

enum { PAUSE_US = 100000, MOST_LINES = 20000, SPOOL_NAME = 16 };

struct trail_drain {
    const struct settings *settings;
    struct trail *const *trails;
    size_t count;
    pthread_t thread;
    atomic_bool ending;
    PGconn *pg;
    struct usage_count *usage;
    bool told;
};

static bool run(PGconn *pg, const char *sql, ExecStatusType expected)
{
    PGresult *result = PQexec(pg, sql);
    bool good = PQresultStatus(result) == expected;

    PQclear(result);
    return good;
}

static bool connected(struct trail_drain *d)
{
    if (d->pg != NULL && PQstatus(d->pg) == CONNECTION_OK)
        return true;
    PQfinish(d->pg);
    d->pg = PQconnectdb(d->settings->postgres);
    if (PQstatus(d->pg) == CONNECTION_OK)
        return run(d->pg, "SET search_path = chedang", PGRES_COMMAND_OK) &&
               run(d->pg, "SELECT partitions_ahead()", PGRES_TUPLES_OK);
    return false;
}

/* Where the spool stands according to PostgreSQL, which alone knows; locked until the transaction ends. */
static bool position(PGconn *pg, const char *name, uint64_t *next)
{
    const char *const values[] = {name};
    PGresult *result =
        PQexecParams(pg,
                     "INSERT INTO trail_position VALUES ($1::bytea, 0) ON CONFLICT (spool) "
                     "DO UPDATE SET next_entry = trail_position.next_entry RETURNING next_entry",
                     1, NULL, values, NULL, NULL, 0);
    bool good = PQresultStatus(result) == PGRES_TUPLES_OK;

    if (good)
        *next = strtoull(PQgetvalue(result, 0, 0), NULL, 10);
    PQclear(result);
    return good;
}

static bool set_position(PGconn *pg, const char *name, uint64_t next)
{
    char number[24];
    const char *const values[] = {name, number};

    snprintf(number, sizeof(number), "%llu", (unsigned long long)next);
    PGresult *result =
        PQexecParams(pg, "UPDATE trail_position SET next_entry = $2::bigint WHERE spool = $1::bytea", 2, NULL,
                     values, NULL, NULL, 0);
    bool good = PQresultStatus(result) == PGRES_COMMAND_OK;

    PQclear(result);
    return good;
}

static void put_id(struct copy *c, int64_t id)
{
    if (id == 0)
        copy_null(c);
    else
        copy_number(c, id);
}

static void put_line(struct copy *c, const struct trail_line *line, const uint8_t *spool, uint64_t entry)
{
    copy_row(c, 12);
    copy_time(c, line->looked_at);
    copy_bytes(c, line->vehicle.bytes, VEHICLE_KEY_BYTES);
    copy_text(c, audience_code(line->audience));
    put_id(c, line->client);
    put_id(c, line->account);
    copy_text(c, line->purpose);
    copy_text(c, line->reference);
    copy_text(c, trail_outcome_code(line->outcome));
    copy_number(c, line->version);
    copy_bytes(c, spool, SPOOL_NAME);
    copy_number(c, (int64_t)entry);
    if (line->epoch == 0)
        copy_null(c);
    else
        copy_whole(c, line->epoch);
}

static bool copy_lines(PGconn *pg, const struct trail *trail, uint64_t first, uint64_t end)
{
    struct copy c;

    copy_begin(&c, pg,
               "COPY trail (looked_at, vehicle_key, audience, client_id, account_id, purpose, reference, "
               "outcome, version, spool, entry, epoch) FROM STDIN (FORMAT binary)");
    for (uint64_t entry = first; entry < end; entry++)
        put_line(&c, trail_at(trail, entry), trail_name(trail), entry);
    return copy_end(&c);
}

/* What clients looked up is counted with the lines, so that nobody reads them for that. */
static bool count_lines(struct trail_drain *d, const struct trail *trail, uint64_t first, uint64_t end)
{
    usage_count_begin(d->usage);
    for (uint64_t entry = first; entry < end; entry++) {
        if (usage_count_add(d->usage, trail_at(trail, entry)))
            continue;
        if (!usage_count_store(d->usage, d->pg))
            return false;
        usage_count_begin(d->usage);
        if (!usage_count_add(d->usage, trail_at(trail, entry)))
            return false;
    }
    return usage_count_store(d->usage, d->pg);
}

static bool drain(struct trail_drain *d, struct trail *trail)
{
    char name[2 + 2 * SPOOL_NAME + 1] = "\\x";
    uint64_t first, end, next;

    trail_range(trail, &first, &end);
    if (first == end)
        return true;
    if (end - first > MOST_LINES)
        end = first + MOST_LINES;
    sodium_bin2hex(name + 2, sizeof(name) - 2, trail_name(trail), SPOOL_NAME);
    if (!connected(d) || !run(d->pg, "BEGIN", PGRES_COMMAND_OK) || !position(d->pg, name, &next))
        return false;
    /* Committed before, but the process died before it could write that down. */
    first = next > first ? next : first;
    if (first < end && !(copy_lines(d->pg, trail, first, end) && count_lines(d, trail, first, end) &&
                         set_position(d->pg, name, end)))
        return false;
    if (!run(d->pg, "COMMIT", PGRES_COMMAND_OK))
        return false;
    die_at("after_drain");
    trail_drained(trail, end > first ? end : first);
    return true;
}

static void drain_all(struct trail_drain *d)
{
    for (size_t i = 0; i < d->count; i++) {
        bool good = drain(d, d->trails[i]);

        if (!good && !d->told)
            log_line(LOG_ERROR, "trail_not_drained", NULL);
        d->told = !good;
        if (good)
            continue;
        PQfinish(d->pg); /* whatever it was in the middle of is rolled back */
        d->pg = NULL;
    }
}

static void *drain_thread(void *argument)
{
    struct trail_drain *d = argument;

    background_begin();
    while (!atomic_load(&d->ending)) {
        drain_all(d);
        usleep(PAUSE_US);
    }
    drain_all(d);
    PQfinish(d->pg);
    background_end();
    return NULL;
}

struct trail_drain *trail_drain_start(const struct settings *settings, struct trail *const trails[],
                                      size_t count)
{
    struct trail_drain *d = calloc(1, sizeof(*d));

    if (d == NULL)
        abort();
    *d = (struct trail_drain){
        .settings = settings, .trails = trails, .count = count, .usage = usage_count_create()};
    if (pthread_create(&d->thread, NULL, drain_thread, d) != 0)
        abort();
    return d;
}

void trail_drain_stop(struct trail_drain *d)
{
    atomic_store(&d->ending, true);
    pthread_join(d->thread, NULL);
    usage_count_destroy(d->usage);
    free(d);
}
