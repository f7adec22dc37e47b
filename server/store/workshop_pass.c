#include "store/workshop_pass.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <h2o.h>

#include "core/background.h"
#include "core/log.h"
#include "store/workshop_step.h"

enum { PAUSE_US = 1000000, NAP_US = 100000 };

struct workshop_pass {
    const struct settings *settings;
    const struct keys *keys;
    pthread_t thread;
    atomic_bool ending, ended;
    pthread_mutex_t lock; /* of `cancel` */
    PGcancel *cancel;     /* NULL: not connected */
    PGconn *pg;
    bool told;
};

static bool run(PGconn *pg, const char *sql)
{
    PGresult *result = PQexec(pg, sql);
    bool good = PQresultStatus(result) == PGRES_COMMAND_OK;

    PQclear(result);
    return good;
}

static void set_cancel(struct workshop_pass *p, PGcancel *cancel)
{
    pthread_mutex_lock(&p->lock);
    PQfreeCancel(p->cancel);
    p->cancel = cancel;
    pthread_mutex_unlock(&p->lock);
}

static bool connected(struct workshop_pass *p)
{
    if (p->pg != NULL && PQstatus(p->pg) == CONNECTION_OK && PQtransactionStatus(p->pg) == PQTRANS_IDLE)
        return true;
    set_cancel(p, NULL);
    PQfinish(p->pg);
    p->pg = PQconnectdb(p->settings->postgres);
    if (PQstatus(p->pg) != CONNECTION_OK || !run(p->pg, "SET search_path = chedang"))
        return false;
    set_cancel(p, PQgetCancel(p->pg));
    return true;
}

/* True when this process is the one; *good is false when that cannot be said. */
static bool begin(struct workshop_step *s, bool *good)
{
    PGresult *result = workshop_ask(s, QUERY_WORKSHOP_BEGIN, NULL);
    bool ours = result != NULL && PQntuples(result) == 1 && strcmp(PQgetvalue(result, 0, 0), "t") == 0;

    *good = result != NULL;
    if (ours) {
        s->xmin = h2o_strdup(&s->pool, PQgetvalue(result, 0, 1), SIZE_MAX).base;
        s->swept = strcmp(PQgetvalue(result, 0, 2), "t") == 0;
    }
    PQclear(result);
    return ours;
}

typedef bool take_step(struct workshop_step *step);

/* One transaction; *more when the same step has something left to do. */
static bool take(struct workshop_pass *p, take_step *step, bool *more)
{
    struct workshop_step s = {.settings = p->settings, .keys = p->keys, .pg = p->pg};
    bool good;

    if (!run(p->pg, "BEGIN"))
        return false;
    h2o_mem_init_pool(&s.pool);
    if (begin(&s, &good))
        good = step(&s);
    h2o_mem_clear_pool(&s.pool);
    *more = good && s.more;
    if (!good && !p->told && !atomic_load(&p->ending))
        log_line(LOG_ERROR, "workshops_not_counted", "query", s.failed == NULL ? "" : s.failed, "state",
                 s.state, NULL);
    return good ? run(p->pg, "COMMIT") : run(p->pg, "ROLLBACK") && false;
}

/* All that there is to do; what was counted last is added up when nothing is left to count. */
static bool pass(struct workshop_pass *p)
{
    static take_step *const steps[] = {workshop_count, workshop_fold, workshop_judge_some};
    bool more = false;

    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
        do {
            if (!take(p, steps[i], &more))
                return false;
        } while (more && !atomic_load(&p->ending));
    return true;
}

static void *pass_thread(void *argument)
{
    struct workshop_pass *p = argument;

    background_begin();
    while (!atomic_load(&p->ending)) {
        bool good = connected(p) && pass(p);

        p->told = !good;
        for (int us = 0; us < PAUSE_US && !atomic_load(&p->ending); us += NAP_US)
            usleep(NAP_US);
    }
    set_cancel(p, NULL);
    PQfinish(p->pg);
    background_end();
    atomic_store(&p->ended, true);
    return NULL;
}

struct workshop_pass *workshop_pass_start(const struct settings *settings, const struct keys *keys)
{
    struct workshop_pass *p = calloc(1, sizeof(*p));

    if (p == NULL)
        abort();
    p->settings = settings;
    p->keys = keys;
    pthread_mutex_init(&p->lock, NULL);
    if (pthread_create(&p->thread, NULL, pass_thread, p) != 0)
        abort();
    return p;
}

/* A statement that is under way would be waited for; the next one may be on its way just now. */
void workshop_pass_stop(struct workshop_pass *p)
{
    char complaint[256];

    atomic_store(&p->ending, true);
    while (!atomic_load(&p->ended)) {
        pthread_mutex_lock(&p->lock);
        if (p->cancel != NULL)
            PQcancel(p->cancel, complaint, sizeof(complaint));
        pthread_mutex_unlock(&p->lock);
        usleep(NAP_US);
    }
    pthread_join(p->thread, NULL);
    pthread_mutex_destroy(&p->lock);
    free(p);
}
