#include "store/examiner.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <h2o.h>
#include <libpq-fe.h>

#include "core/background.h"
#include "core/die_at.h"
#include "core/json_text.h"
#include "core/log.h"
#include "history/examination.h"
#include "history/rules.h"
#include "queries.h"
#include "store/history_store.h"

enum { PAUSE_US = 200000, NUMBER_TEXT = 24, ARRAY_BYTES = 1024, REASON_BYTES = 128 };

struct examiner {
    const struct settings *settings;
    struct thresholds thresholds;
    char rules[EXAMINATION_RULES_TEXT];
    pthread_t thread;
    atomic_bool ending;
    PGconn *pg;
    pthread_mutex_t lock; /* of `cancel`, which the thread that stops us uses */
    PGcancel *cancel;
    bool told;
};

/* What was found in a portion, as arrays of PostgreSQL. */
struct findings {
    h2o_mem_pool_t pool;
    struct json_text versions, of, repairs, codes, others, fitting;
};

static bool run(PGconn *pg, const char *sql)
{
    PGresult *result = PQexec(pg, sql);
    bool good = PQresultStatus(result) == PGRES_COMMAND_OK;

    PQclear(result);
    return good;
}

static bool prepare(PGconn *pg, enum query query)
{
    PGresult *result = PQprepare(pg, queries[query].name, queries[query].sql, 0, NULL);
    bool good = PQresultStatus(result) == PGRES_COMMAND_OK;

    PQclear(result);
    return good;
}

/* Rows, or NULL. */
static PGresult *ask(PGconn *pg, enum query query, const char *const *values)
{
    PGresult *result =
        PQexecPrepared(pg, queries[query].name, queries[query].parameters, values, NULL, NULL, 0);

    if (PQresultStatus(result) == PGRES_TUPLES_OK)
        return result;
    PQclear(result);
    return NULL;
}

/* A plan that was made while a table was small would be kept when an import has filled it. */
static bool by_index(PGconn *pg)
{
    return run(pg, "SET enable_seqscan = off") && run(pg, "SET enable_hashjoin = off") &&
           run(pg, "SET enable_mergejoin = off");
}

static void set_cancel(struct examiner *e, PGcancel *cancel)
{
    pthread_mutex_lock(&e->lock);
    PQfreeCancel(e->cancel);
    e->cancel = cancel;
    pthread_mutex_unlock(&e->lock);
}

static void disconnect(struct examiner *e)
{
    set_cancel(e, NULL);
    PQfinish(e->pg);
    e->pg = NULL;
}

static bool connected(struct examiner *e)
{
    static const enum query used[] = {QUERY_EXAMINE_BY, QUERY_EXAMINATION_TAKE, QUERY_HISTORY_EXAMINE,
                                      QUERY_FINDING_SETTLE};

    if (e->pg != NULL && PQstatus(e->pg) == CONNECTION_OK && PQtransactionStatus(e->pg) == PQTRANS_IDLE)
        return true;
    disconnect(e);
    e->pg = PQconnectdb(e->settings->postgres);
    if (PQstatus(e->pg) != CONNECTION_OK || !run(e->pg, "SET search_path = chedang") || !by_index(e->pg))
        return false;
    set_cancel(e, PQgetCancel(e->pg));
    for (size_t i = 0; i < sizeof(used) / sizeof(used[0]); i++)
        if (!prepare(e->pg, used[i]))
            return false;
    PGresult *asked = ask(e->pg, QUERY_EXAMINE_BY, (const char *[]){e->rules});
    PQclear(asked);
    return asked != NULL;
}

static void begin(struct findings *f)
{
    struct json_text *all[] = {&f->versions, &f->of, &f->repairs, &f->codes, &f->others, &f->fitting};

    h2o_mem_init_pool(&f->pool);
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        *all[i] = json_text_new(&f->pool, ARRAY_BYTES);
        json_raw(all[i], "{");
    }
}

static void put(struct json_text *array, const char *item)
{
    if (array->length > 1)
        json_raw(array, ",");
    json_raw(array, item);
}

/* 0: null. */
static void put_number(struct json_text *array, int64_t number)
{
    char text[NUMBER_TEXT];

    snprintf(text, sizeof(text), "%lld", (long long)number);
    put(array, number == 0 ? "NULL" : text);
}

static const char *ended(struct findings *f, struct json_text *array)
{
    json_raw(array, "}");
    h2o_iovec_t bytes = json_text_bytes(array);
    return h2o_strdup(&f->pool, bytes.base, bytes.len).base;
}

static void examine_one(struct findings *f, const struct thresholds *thresholds, const struct rows *rows,
                        int place)
{
    struct history history;
    struct found found[RULES_MOST];

    history_examined_from_rows(&f->pool, rows, &history, NULL);
    put_number(&f->versions, history.vehicle.version);
    size_t count = rules_examine(&history, thresholds, found);
    for (size_t i = 0; i < count; i++) {
        if (found[i].workshop == 0)
            continue;
        put_number(&f->of, place);
        put_number(&f->repairs, history.records[found[i].record].id);
        put(&f->codes, finding_code(found[i].finding));
        put_number(&f->others, found[i].other == FOUND_ALONE ? 0 : history.records[found[i].other].id);
        put_number(&f->fitting, found[i].suggested_km);
    }
}

static void examine_all(struct findings *f, const struct thresholds *thresholds, const PGresult *read)
{
    struct rows rows = {.count = PQntuples(read), .columns = PQnfields(read), .pg = (const void *)read}, one;
    int place = 0;

    for (int at = 0; at < rows.count; at += one.count) {
        one = rows_run(&rows, at);
        examine_one(f, thresholds, &one, ++place);
    }
}

/* The keys that were taken, as an array. */
static const char *keys_of(struct findings *f, const PGresult *taken)
{
    struct json_text keys = json_text_new(&f->pool, ARRAY_BYTES);

    json_raw(&keys, "{");
    for (int row = 0; row < PQntuples(taken); row++) {
        put(&keys, "\"\\");
        json_raw(&keys, PQgetvalue(taken, row, 0));
        json_raw(&keys, "\"");
    }
    return ended(f, &keys);
}

static bool settle(struct examiner *e, struct findings *f, const PGresult *taken)
{
    const char *keys = keys_of(f, taken);
    char owners[EXAMINATION_CODES_TEXT];
    PGresult *read = ask(e->pg, QUERY_HISTORY_EXAMINE, (const char *[]){keys, NULL, NULL});

    if (read == NULL)
        return false;
    examine_all(f, &e->thresholds, read);
    PQclear(read);
    die_at("examined");
    PGresult *settled = ask(e->pg, QUERY_FINDING_SETTLE,
                            (const char *[]){keys, ended(f, &f->versions), ended(f, &f->of),
                                             ended(f, &f->repairs), ended(f, &f->codes), ended(f, &f->others),
                                             ended(f, &f->fitting), examination_codes(true, owners)});
    PQclear(settled);
    return settled != NULL;
}

/* True with whether there was anything to examine. */
static bool examine_portion(struct examiner *e, bool *any)
{
    char most[NUMBER_TEXT];
    struct findings f;

    snprintf(most, sizeof(most), "%d", EXAMINER_MOST);
    PGresult *taken = run(e->pg, "BEGIN") ? ask(e->pg, QUERY_EXAMINATION_TAKE, (const char *[]){most}) : NULL;
    *any = taken != NULL && PQntuples(taken) > 0;
    begin(&f);
    bool good = taken != NULL && (!*any || settle(e, &f, taken));
    h2o_mem_clear_pool(&f.pool);
    PQclear(taken);
    return good && run(e->pg, "COMMIT");
}

/* Once for each time that it goes wrong; a message of libpq holds no values, and says what is amiss. */
static void tell(struct examiner *e, bool good)
{
    char reason[REASON_BYTES];

    if (!good && !e->told && !atomic_load(&e->ending)) {
        snprintf(reason, sizeof(reason), "%.*s", (int)strcspn(PQerrorMessage(e->pg), "\n"),
                 PQerrorMessage(e->pg));
        log_line(LOG_ERROR, "vehicles_not_examined", "reason", reason, NULL);
    }
    e->told = !good;
}

static void *examiner_thread(void *argument)
{
    struct examiner *e = argument;

    background_begin();
    while (!atomic_load(&e->ending)) {
        bool any = false, good = connected(e) && examine_portion(e, &any);

        tell(e, good);
        if (!good || !any)
            usleep(PAUSE_US);
    }
    disconnect(e);
    background_end();
    return NULL;
}

struct examiner *examiner_start(const struct settings *settings)
{
    struct examiner *e = calloc(1, sizeof(*e));

    if (e == NULL)
        abort();
    e->settings = settings;
    e->thresholds = thresholds_of(settings);
    examination_rules(&e->thresholds, e->rules);
    pthread_mutex_init(&e->lock, NULL);
    if (pthread_create(&e->thread, NULL, examiner_thread, e) != 0)
        abort();
    return e;
}

void examiner_stop(struct examiner *e)
{
    char unused[REASON_BYTES];

    atomic_store(&e->ending, true);
    pthread_mutex_lock(&e->lock);
    if (e->cancel != NULL)
        (void)PQcancel(e->cancel, unused, sizeof(unused));
    pthread_mutex_unlock(&e->lock);
    pthread_join(e->thread, NULL);
    pthread_mutex_destroy(&e->lock);
    free(e);
}
