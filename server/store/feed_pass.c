#include "store/feed_pass.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <libpq-fe.h>

#include "core/background.h"
#include "core/log.h"

enum { PAUSE_US = 100000 };

struct feed_pass {
    const struct settings *settings;
    pthread_t thread;
    atomic_bool ending;
    PGconn *pg;
    bool told;
};

static bool run(PGconn *pg, const char *sql)
{
    PGresult *result = PQexec(pg, sql);
    bool good = PQresultStatus(result) == PGRES_COMMAND_OK || PQresultStatus(result) == PGRES_TUPLES_OK;

    PQclear(result);
    return good;
}

static bool connected(struct feed_pass *f)
{
    if (f->pg != NULL && PQstatus(f->pg) == CONNECTION_OK && PQtransactionStatus(f->pg) == PQTRANS_IDLE)
        return true;
    PQfinish(f->pg);
    f->pg = PQconnectdb(f->settings->postgres);
    return PQstatus(f->pg) == CONNECTION_OK && run(f->pg, "SET search_path = chedang") &&
           run(f->pg, "SET default_transaction_isolation = 'repeatable read'");
}

/*
 * Passes on what was there a lease ago: whoever hears of a change and looks is then shown it by every
 * process, since none trusts a poll that is older. True as well when the drain of the trail has changed a
 * watch meanwhile: then the next pass does it.
 */
static bool advance(const struct feed_pass *f)
{
    if (!run(f->pg, "BEGIN") || !run(f->pg, "SELECT pg_current_snapshot()"))
        return false;
    usleep((useconds_t)f->settings->lease_ms * 1000);

    PGresult *result = PQexec(f->pg, "SELECT changes_advance()");
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    bool passed = PQresultStatus(result) == PGRES_TUPLES_OK;
    bool later = state != NULL && strcmp(state, "40001") == 0;

    PQclear(result);
    return passed ? run(f->pg, "COMMIT") : run(f->pg, "ROLLBACK") && later;
}

static void *pass_thread(void *argument)
{
    struct feed_pass *f = argument;

    background_begin();
    while (!atomic_load(&f->ending)) {
        bool good = connected(f) && advance(f);

        if (!good && !f->told)
            log_line(LOG_ERROR, "feed_not_advanced", NULL);
        f->told = !good;
        usleep(PAUSE_US);
    }
    PQfinish(f->pg);
    background_end();
    return NULL;
}

struct feed_pass *feed_pass_start(const struct settings *settings)
{
    struct feed_pass *f = calloc(1, sizeof(*f));

    if (f == NULL)
        abort();
    f->settings = settings;
    if (pthread_create(&f->thread, NULL, pass_thread, f) != 0)
        abort();
    return f;
}

void feed_pass_stop(struct feed_pass *f)
{
    atomic_store(&f->ending, true);
    pthread_join(f->thread, NULL);
    free(f);
}
