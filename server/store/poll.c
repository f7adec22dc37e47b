#include "store/poll.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "core/settings.h"
#include "store/cache.h"
#include "store/client_error_store.h"
#include "store/db.h"
#include "store/dispute_clock.h"
#include "store/finding_clock.h"
#include "store/honey.h"
#include "store/key_watch.h"
#include "store/unknown_phrases.h"

struct poll {
    struct service *service;
    struct exchange *x; /* nobody's: what the loop does on its own behalf */
    h2o_timeout_entry_t timer, honey, prune, sweep;
    int64_t began;
    char since[24];
    uint64_t mark; /* an xmin, to be pruned up to once it is PRUNE_SECONDS old */
    int64_t marked_at;
    char below[24], idle[24], old[24]; /* the latter two: seconds that a session lasts */
    struct dispute_clock disputes;
    struct finding_clock findings;
    struct key_watch keys;
    bool unswept; /* something of this round has failed */
    h2o_timeout_entry_t tell;
    struct client_error_store errors;
};

static continuation poll_on_changes, poll_on_newest, honey_on_read, prune_on_done, sweep_on_first,
    sweep_on_done, sweep_on_disputes, sweep_on_findings, sweep_on_keys, tell_on_done, tell_on_phrases;

static void next(struct poll *p)
{
    timer_set(p->service, TIMER_POLL, &p->timer);
}

static void poll_start(h2o_timeout_entry_t *entry)
{
    struct poll *p = H2O_STRUCT_FROM_MEMBER(struct poll, timer, entry);
    struct freshness *f = p->service->freshness;

    count(p->service, polls);
    p->began = clock_monotonic();
    uint64_t since = freshness_since(f, p->began);
    if (since == 0) {
        snprintf(p->since, sizeof(p->since), "%zu", freshness_capacity(f));
        db_read(p->x, QUERY_CHANGES_NEWEST, DB_VALUES(p->since), poll_on_newest, p);
    } else {
        snprintf(p->since, sizeof(p->since), "%llu", (unsigned long long)since);
        db_read(p->x, QUERY_CHANGES_SINCE, DB_VALUES(p->since), poll_on_changes, p);
    }
}

/* Rows are: xmin, xid, key, version. A snapshot without changes comes as one row with nulls. */
static struct change *changes_from_rows(const struct rows *rows, size_t *count)
{
    struct change *changes = calloc((size_t)rows->count + 1, sizeof(*changes));

    *count = 0;
    if (changes == NULL)
        abort();
    for (int i = 0; i < rows->count; i++) {
        struct change *c = &changes[*count];
        const char *hex = rows_text(rows, i, 2);

        if (hex == NULL ||
            sodium_hex2bin(c->key.bytes, sizeof(c->key.bytes), hex, strlen(hex), NULL, NULL, NULL) != 0)
            continue;
        c->xid = rows_xid(rows, i, 1);
        c->version = rows_number(rows, i, 3);
        ++*count;
    }
    return changes;
}

static void poll_on_changes(void *state, const struct answer *answer)
{
    struct poll *p = state;
    size_t found;

    next(p);
    if (failed(answer->fault)) {
        count(p->service, poll_failures);
        freshness_lose(p->service->freshness);
        return;
    }
    struct change *changes = changes_from_rows(answer->rows, &found);
    freshness_learn(p->service->freshness, p->began, rows_xid(answer->rows, 0, 0), changes, found);
    free(changes);
}

static void poll_on_newest(void *state, const struct answer *answer)
{
    struct poll *p = state;
    size_t found;

    next(p);
    if (failed(answer->fault)) {
        count(p->service, poll_failures);
        return;
    }
    gauge(p->service, loops_begun, 1);
    struct change *changes = changes_from_rows(answer->rows, &found);
    cache_epoch(p->service->cache, rows_text(answer->rows, 0, 4));
    freshness_start(p->service->freshness, p->began, rows_xid(answer->rows, 0, 0), changes, found);
    free(changes);
}

static void honey_start(h2o_timeout_entry_t *entry)
{
    struct poll *p = H2O_STRUCT_FROM_MEMBER(struct poll, honey, entry);

    honey_read(p->x, honey_on_read, p);
}

static void honey_on_read(void *state, const struct answer *answer)
{
    struct poll *p = state;

    (void)answer; /* what was not read now is read later */
    timer_set(p->service, TIMER_SECOND, &p->honey);
}

static void prune_start(h2o_timeout_entry_t *entry)
{
    struct poll *p = H2O_STRUCT_FROM_MEMBER(struct poll, prune, entry);
    int64_t now = clock_monotonic();
    uint64_t old = p->mark;

    if (old != 0 && now - p->marked_at < (int64_t)PRUNE_SECONDS * 1000000000) {
        timer_set(p->service, TIMER_MINUTE, &p->prune);
        return;
    }
    p->mark = freshness_since(p->service->freshness, now);
    p->marked_at = now;
    snprintf(p->below, sizeof(p->below), "%llu", (unsigned long long)old);
    db_write(p->x, QUERY_CHANGES_PRUNE, DB_VALUES(p->below), prune_on_done, p);
}

static void prune_on_done(void *state, const struct answer *answer)
{
    struct poll *p = state;

    (void)answer; /* what was not pruned now is pruned later */
    timer_set(p->service, TIMER_MINUTE, &p->prune);
}

/* Parts that fail do not hold up the others; the whole round is soon tried again. */
static void sweep_start(h2o_timeout_entry_t *entry)
{
    struct poll *p = H2O_STRUCT_FROM_MEMBER(struct poll, sweep, entry);

    p->unswept = false;
    db_write(p->x, QUERY_EXPIRED_DELETE, DB_VALUES(p->idle, p->old), sweep_on_first, p);
}

static void sweep_on_first(void *state, const struct answer *answer)
{
    struct poll *p = state;

    p->unswept |= failed(answer->fault);
    db_write(p->x, QUERY_EXPIRED_DELETE_OF_CLIENTS, (struct db_values){0}, sweep_on_done, p);
}

static void sweep_on_done(void *state, const struct answer *answer)
{
    struct poll *p = state;

    p->unswept |= failed(answer->fault);
    dispute_clock_run(&p->disputes, p->x, sweep_on_disputes, p);
}

static void sweep_on_disputes(void *state, const struct answer *answer)
{
    struct poll *p = state;

    p->unswept |= failed(answer->fault);
    finding_clock_run(&p->findings, p->x, sweep_on_findings, p);
}

static void sweep_on_findings(void *state, const struct answer *answer)
{
    struct poll *p = state;

    p->unswept |= failed(answer->fault);
    key_watch_run(&p->keys, p->x, sweep_on_keys, p);
}

static void sweep_on_keys(void *state, const struct answer *answer)
{
    struct poll *p = state;

    p->unswept |= failed(answer->fault);
    if (!p->unswept)
        count(p->service, sweeps);
    timer_set(p->service, p->unswept ? TIMER_SECOND : TIMER_MINUTE, &p->sweep);
}

static void tell_start(h2o_timeout_entry_t *entry)
{
    struct poll *p = H2O_STRUCT_FROM_MEMBER(struct poll, tell, entry);

    client_error_store(&p->errors, p->x, tell_on_done, p);
}

static void tell_on_done(void *state, const struct answer *answer)
{
    struct poll *p = state;

    (void)answer; /* what was not written is tried again */
    unknown_phrases_write(p->service->unknown_phrases, p->x, tell_on_phrases, p);
}

static void tell_on_phrases(void *state, const struct answer *answer)
{
    struct poll *p = state;

    (void)answer;
    timer_set(p->service, TIMER_SECOND, &p->tell);
}

struct poll *poll_create(struct service *service)
{
    struct poll *p = h2o_mem_alloc(sizeof(*p));

    *p = (struct poll){.service = service,
                       .timer.cb = poll_start,
                       .honey.cb = honey_start,
                       .prune.cb = prune_start,
                       .sweep.cb = sweep_start,
                       .tell.cb = tell_start};
    snprintf(p->idle, sizeof(p->idle), "%ld", service->settings->session_idle);
    snprintf(p->old, sizeof(p->old), "%ld", service->settings->session_seconds);
    p->x = exchange_housekeeping(service);
    next(p);
    timer_set(service, TIMER_SECOND, &p->tell);
    timer_set(service, TIMER_SECOND, &p->honey);
    if (service->number == 0) {
        timer_set(service, TIMER_MINUTE, &p->prune);
        timer_set(service, TIMER_SECOND, &p->sweep);
    }
    return p;
}

void poll_destroy(struct poll *p)
{
    if (h2o_timeout_is_linked(&p->timer))
        h2o_timeout_unlink(&p->timer);
    if (h2o_timeout_is_linked(&p->honey))
        h2o_timeout_unlink(&p->honey);
    if (h2o_timeout_is_linked(&p->prune))
        h2o_timeout_unlink(&p->prune);
    if (h2o_timeout_is_linked(&p->sweep))
        h2o_timeout_unlink(&p->sweep);
    if (h2o_timeout_is_linked(&p->tell))
        h2o_timeout_unlink(&p->tell);
    p->x->detached = false;
    exchange_release(p->x);
    free(p);
}
