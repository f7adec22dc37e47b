#include "commands/batch_store.h"

#include <string.h>

#include "commands/batch_registry.h"
#include "commands/batch_repairs.h"
#include "commands/batch_vehicles.h"

enum { TRIES = 3 };

static const char *const fate_words[FATE_COUNT] = {"new",   "unchanged",  "corrected",
                                                   "moved", "new_holder", "again"};

static enum fate read_fate(const PGresult *result)
{
    enum fate fate = 0;

    while (fate < FATE_AGAIN && strcmp(PQgetvalue(result, 0, 0), fate_words[fate]) != 0)
        fate++;
    return fate;
}

static bool send_row(struct transfer *t, const struct batch_row *row)
{
    const struct keys *keys = t->database->keys;
    const char *values[ACCEPT_PARAMETERS];

    _Static_assert((int)ACCEPT_PARAMETERS >= (int)REGISTRY_PARAMETERS, "room for either");
    if (row->kind == INTAKE_REGISTRY) {
        registry_parameters(t->pool, keys, row->registry, row->salt, values);
        return database_send(t->database, QUERY_REGISTRY_PUT, values);
    }
    repair_row_parameters(t->pool, keys, row->repair, "import", h2o_iovec_init(NULL, 0), values);
    return database_send(t->database, QUERY_REPAIR_ACCEPT, values);
}

/* One answer, or with NULL the end of them; false when it is a failure, whose reason is kept unless it only
 * follows from an earlier one. */
static bool read_answer(struct database *db, enum fate *fate)
{
    PGresult *result = database_next(db);
    ExecStatusType status = PQresultStatus(result);

    if (fate != NULL && status == PGRES_TUPLES_OK && PQntuples(result) == 1)
        *fate = read_fate(result);
    else if (status == PGRES_FATAL_ERROR)
        database_reason(result, db->sentence);
    PQclear(result);
    return status == PGRES_TUPLES_OK || status == PGRES_PIPELINE_SYNC;
}

static size_t count_statements(const struct transfer *t)
{
    size_t count = 0;

    for (size_t i = 0; i < t->count; i++)
        count += t->rows[i].way == BY_STATEMENT;
    return count;
}

/* What has to be compared with what is there, in the order of the lines and all on the way together. */
static bool put_by_statements(struct transfer *t)
{
    struct database *db = t->database;
    bool good = true;

    if (count_statements(t) == 0)
        return true;
    if (!database_prepare(db, QUERY_REGISTRY_PUT) || !database_prepare(db, QUERY_REPAIR_ACCEPT) ||
        !database_begin(db))
        return false;
    for (size_t i = 0; i < t->count; i++)
        if (t->rows[i].way == BY_STATEMENT)
            good = send_row(t, &t->rows[i]) && good;
    good = database_sync(db) && good;
    for (size_t i = 0; i < t->count && !database_lost(db); i++)
        if (t->rows[i].way == BY_STATEMENT)
            good = read_answer(db, &t->rows[i].fate) && good;
    good = read_answer(db, NULL) && good;
    return database_end(db) && good;
}

static bool none_again(const struct transfer *t)
{
    for (size_t i = 0; i < t->count; i++)
        if (t->rows[i].fate == FATE_AGAIN)
            return false;
    return true;
}

/* Vehicles are locked first, as accept_repair does; the note last, as two imports of one file would wait for
 * it. */
static bool transact(struct transfer *t, const struct import_note *note)
{
    struct database *db = t->database;
    bool good;

    for (size_t i = 0; i < t->count; i++)
        t->rows[i].fate = FATE_NEW;
    good = database_command(db, "BEGIN") && registry_look_up(t) && repairs_look_up(t) && vehicles_hold(t) &&
           registry_copy_new(t) && repairs_copy(t) && put_by_statements(t) && none_again(t) &&
           (note == NULL || import_note_put(db, note)) && database_command(db, "COMMIT");

    if (!good && !database_lost(db))
        database_roll_back(db);
    return good;
}

static void count_fates(struct storing *s, const struct transfer *t)
{
    for (size_t i = 0; i < t->count; i++)
        s->fates[t->rows[i].kind][t->rows[i].fate]++;
}

/* A row by itself, some times over if somebody else is at the same vehicle. */
static void store_one(struct storing *s, struct transfer *t)
{
    bool good = false;

    for (int i = 0; i < TRIES && !good && !database_lost(s->database); i++)
        good = transact(t, NULL);
    if (good)
        count_fates(s, t);
    else if (!database_lost(s->database))
        refusals_add(s->refusals, t->rows->line,
                     t->rows->fate == FATE_AGAIN ? "somebody else keeps changing it" : s->database->sentence);
}

static void store_parts(struct storing *s, struct transfer t);

static void store_part(struct storing *s, struct transfer t)
{
    if (t.count == 1)
        store_one(s, &t);
    else if (transact(&t, NULL))
        count_fates(s, &t);
    else
        store_parts(s, t);
}

/* The first half comes first: of two lines about one settlement the later counts. */
static void store_parts(struct storing *s, struct transfer t)
{
    struct transfer first = t, second = t;

    first.count = t.count / 2;
    second.rows += first.count;
    second.count -= first.count;
    if (first.count != 0 && !database_lost(s->database))
        store_part(s, first);
    if (second.count != 0 && !database_lost(s->database))
        store_part(s, second);
}

/* What is refused is in its file before the note says that these lines are done. */
static const struct import_note *noted(struct storing *s, struct batch *b)
{
    refusals_keep(s->refusals);
    b->note.refused = s->refusals->count;
    return s->noted ? &b->note : NULL;
}

bool batch_store(struct storing *s, struct batch *b)
{
    struct transfer t = {s->database, &b->pool, b->rows, b->count};
    const struct import_note *note;

    for (size_t i = 0; i < b->refused_count; i++)
        refusals_add(s->refusals, b->refused[i].line, b->refused[i].reason);
    note = noted(s, b);
    if (transact(&t, note)) {
        count_fates(s, &t);
        return true;
    }
    store_parts(s, t);
    note = noted(s, b);
    if (note != NULL && !database_lost(s->database))
        (void)import_note_put(s->database, note); /* an older one is true as well */
    return !database_lost(s->database);
}
