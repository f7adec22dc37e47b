#include "store/db.h"

#include <assert.h>
#include <stdlib.h>

#include <libpq-fe.h>

#include "core/date.h"
#include "core/service.h"
#include "core/settings.h"
#include "store/db_connection.h"

struct db {
    struct service *service;
    long count;
    struct db_connection *connection[]; /* the first is for reads */
};

bool db_place_fits(const char *place)
{
    PQconninfoOption *options = PQconninfoParse(place, NULL);

    PQconninfoFree(options);
    return *place != '\0' && options != NULL;
}

struct db *db_create(struct service *service)
{
    long count = service->settings->db_connections;
    struct db *db = h2o_mem_alloc(sizeof(*db) + (size_t)count * sizeof(db->connection[0]));

    db->service = service;
    db->count = count;
    for (long i = 0; i < count; i++)
        db->connection[i] = db_connection_create(service);
    return db;
}

void db_destroy(struct db *db)
{
    for (long i = 0; i < db->count; i++)
        db_connection_destroy(db->connection[i]);
    free(db);
}

bool db_ready(const struct db *db)
{
    return db_connection_ready(db->connection[0]) && db_connection_ready(db->connection[1]);
}

static long load(const struct db *db)
{
    long sum = 0;

    for (long i = 0; i < db->count; i++)
        sum += db_connection_load(db->connection[i]);
    return sum;
}

static struct db_connection *least_busy(struct db *db)
{
    struct db_connection *best = db->connection[1];

    for (long i = 2; i < db->count; i++) {
        struct db_connection *c = db->connection[i];
        bool better_state = db_connection_ready(c) && !db_connection_ready(best);

        if (better_state || (db_connection_ready(c) == db_connection_ready(best) &&
                             db_connection_load(c) < db_connection_load(best)))
            best = c;
    }
    return best;
}

static void ask(struct exchange *x, struct db_connection *connection, enum query query,
                const struct db_values *values, bool together, continuation *resume, void *state)
{
    struct db_statement *s = pending_new(sizeof(*s), x, resume, state);

    assert(values->count == queries[query].parameters);
    s->query = query;
    s->values = *values;
    s->together = together;
    s->deadline = clock_monotonic() + x->service->settings->db_timeout_ms * 1000000;
    bool own =
        x->route == NULL; /* the loop's: without its polls nothing cached is trusted, and all would ask */
    if (!own && load(x->service->db) >= x->service->settings->db_queue) {
        count(x->service, db_failures);
        pending_refuse(&s->pending, FAULT_BUSY);
        return;
    }
    db_connection_send(connection, s);
}

void db_read(struct exchange *x, enum query query, struct db_values values, continuation *resume, void *state)
{
    ask(x, x->service->db->connection[0], query, &values, false, resume, state);
}

void db_write(struct exchange *x, enum query query, struct db_values values, continuation *resume,
              void *state)
{
    ask(x, least_busy(x->service->db), query, &values, false, resume, state);
}

void db_write_together(struct exchange *x, enum query query, struct db_values values, continuation *resume,
                       void *state)
{
    ask(x, least_busy(x->service->db), query, &values, true, resume, state);
}
